"""Where a webhook may send to, how a delivery is signed, when it is repeated."""

from datetime import UTC, datetime, timedelta

import pytest

from supplychain.domain import webhooks as d
from supplychain.domain.errors import Invalid

NOW = datetime(2026, 11, 26, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    "address",
    [
        *(
            "127.0.0.1",
            "10.0.0.1",
            "172.16.3.4",
            "192.168.1.1",
            "169.254.169.254",
            "0.0.0.0",
            "100.64.0.1",
            "224.0.0.1",
        ),
        *("255.255.255.255", "192.0.2.1", "198.18.0.1", "240.0.0.1", "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1"),
        *("ff02::1", "::ffff:10.0.0.1", "::ffff:127.0.0.1", "64:ff9b::a00:1", "2002:7f00:1::", "2001:db8::1"),
        "2001:0:53aa:64c:0:0:80ff:fffe",  # Teredo around 127.0.0.1
    ],
)
def test_private_addresses_are_not_public(address: str) -> None:
    assert not d.is_public(address)


@pytest.mark.parametrize(
    "address", ["93.184.216.34", "8.8.8.8", "2606:4700:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"]
)
def test_addresses_of_everybody_are(address: str) -> None:
    assert d.is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        *("", "example.org", "ftp://example.org", "https://", "https://user:pw@example.org/", "https://example.org/#x"),
        *("http://example.org/hook", "https://127.0.0.1/", "https://[::1]/", "https://localhost/", "https://intern/x"),
        *("https://printer.local/", "https://a.localhost/", "https://10.1.2.3:8443/", "https://exa mple.org/"),
        *(
            "https://example.org:99999/",
            "https://example.org/\n",
            "https://ex\u00e4mple.org/",
            "https://example.org/" + "x" * 500,
        ),
    ],
)
def test_what_cannot_be_sent_to_is_refused(address: str) -> None:
    with pytest.raises(Invalid):
        d.read_address(address)


def test_this_machine_only_where_it_is_said() -> None:
    assert d.read_address("https://example.org/hook?x=1") == "https://example.org/hook?x=1"
    for address in ("http://127.0.0.1:8001/x", "http://localhost/", "http://[::1]:9/"):
        assert d.read_address(address, loopback=True) == address
    for address in ("http://10.0.0.1/", "http://example.org/"):
        with pytest.raises(Invalid):
            d.read_address(address, loopback=True)


def test_a_signature_is_that_of_the_convention() -> None:
    """The example of standardwebhooks.com."""
    secret, id = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek"
    moment, body = datetime.fromtimestamp(1614265330, UTC), b'{"test": 2432232314}'
    assert d.sign(secret, id, moment, body) == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_it_is_repeated_five_times() -> None:
    waits = [d.next_attempt(number, NOW) for number in range(1, 7)]
    assert [w - NOW for w in waits if w] == [
        *(timedelta(minutes=m) for m in (1, 5, 30)),
        *(timedelta(hours=h) for h in (2, 12)),
    ]
    assert waits[-1] is None
