"""Webhooks on both databases, with real servers that listen on this machine: one that takes, and others that do not."""

import base64
import hashlib
import hmac
import json
import secrets
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from supplychain.domain.errors import Invalid, NotFound, Refused
from supplychain.domain.list_lines import Line
from supplychain.domain.watch import WatchKind
from supplychain.domain.webhooks import DeliveryState, Fault, HookState
from supplychain.services import list_work, people, saved_lists
from supplychain.services import webhooks as service
from supplychain.services.changes import list_changes
from supplychain.services.desk import Desk
from supplychain.services.outgoing import post
from supplychain.services.webhook_delivery import deliver
from supplychain.store.database import Store
from tests import factories as f
from tests.desk import Clock, desk_for, join, letters
from tests.store.conftest import WORLD

EVERYTHING, ENTITIES, TRACE, SEARCH, LIST = WatchKind


@dataclass
class Receiver:
    """A server that keeps what it gets and answers as it is told."""

    status: int = 204
    headers: dict[str, str] = field(default_factory=dict)
    wait: float = 0
    got: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    address: str = ""


@contextmanager
def receiving(tls: ssl.SSLContext | None = None) -> Iterator[Receiver]:
    made = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            made.got.append(({k.lower(): v for k, v in self.headers.items()}, body))
            time.sleep(made.wait)
            try:
                self.send_response(made.status)
                for name, value in {"Content-Length": "0", **made.headers}.items():
                    self.send_header(name, value)
                self.end_headers()
            except OSError:  # nobody waits for the answer any more
                pass

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    made.address = f"http{'s' if tls else ''}://127.0.0.1:{server.server_port}/hook"
    try:
        yield made
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as made:
        yield made


@pytest.fixture
def desk(migrated_url: str, tmp_path: Path) -> Iterator[Desk]:
    with closing(Store(migrated_url)) as store:
        made = replace(desk_for(store, tmp_path, Clock()), loopback=True)
        record(made, *WORLD)
        yield made


def record(desk: Desk, *records: object) -> None:
    with desk.store.writer("editor", "for a test", desk.clock(), desk.chance) as writer:
        writer.put(records)


@pytest.fixture
def owner(desk: Desk):
    return join(desk, "owner@example.org").person


def is_signed(secret: str, headers: dict[str, str], body: bytes) -> bool:
    """As a receiver checks it, written anew from the convention."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    wanted = "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    return wanted in headers["webhook-signature"].split(" ")


def log_of(desk: Desk, owner, id: str):
    return service.show_webhook(desk, owner, id).log


def test_what_changes_is_sent_signed_as_it_stands_under_changes(desk: Desk, owner, receiver: Receiver) -> None:
    hook, secret = service.add_webhook(desk, owner, receiver.address, EVERYTHING, "")
    assert deliver(desk).made == 0
    record(desk, f.wage("w-2", "sama"))
    record(desk, f.wage("w-3", "sama"))
    done = deliver(desk)
    assert (done.made, done.delivered) == (1, 1)
    ((headers, body),) = receiver.got
    assert is_signed(secret, headers, body)
    assert not is_signed(secret, headers, body + b" ")
    assert headers["content-type"] == "application/json"
    assert headers["webhook-timestamp"] == str(int(desk.clock().timestamp()))
    with desk.store.view() as view:
        assert body.decode() == list_changes(view, "1").model_dump_json()
    assert [c["id"] for c in json.loads(body)["changes"]] == ["w-2", "w-3"]
    (entry,) = log_of(desk, owner, hook.id)
    assert (entry.state, entry.status, entry.attempts, entry.changes) == (DeliveryState.DELIVERED, 204, 1, 2)
    assert deliver(desk).model_dump() == dict.fromkeys(type(done).model_fields, 0)


def test_only_what_is_watched_is_sent(desk: Desk, owner, receiver: Receiver) -> None:
    record(desk, f.link("l-0", "chatgpt", "provided_by", "openai", "chatgpt"), f.entity("far", "outsourcer"))
    for kind, what in ((ENTITIES, "sama, OpenAI"), (TRACE, "ChatGPT"), (SEARCH, "far")):
        service.add_webhook(desk, owner, f"{receiver.address}?{kind}", kind, what)
    record(desk, f.wage("w-far", "far"))
    record(desk, f.wage("w-sama", "sama"))
    assert deliver(desk).delivered == 3
    told = [{c["id"] for c in json.loads(body)["changes"]} for _, body in receiver.got]
    assert sorted(map(sorted, told)) == [["w-far"], ["w-sama"], ["w-sama"]]


def save(desk: Desk, owner, *parties: str, saved: str = "") -> str:
    token = list_work.begin(desk, [Line(row=n, name=id, party=id) for n, id in enumerate(parties, 1)], saved=saved)
    return saved_lists.save_list(desk, owner, token, "My vendors")


def test_a_saved_list_is_watched_as_it_stands(desk: Desk, owner, receiver: Receiver) -> None:
    record(desk, f.entity("far", "outsourcer"))
    id = save(desk, owner, "sama")
    with pytest.raises(Invalid):
        service.add_webhook(desk, join(desk, "other@example.org").person, receiver.address, LIST, id)
    service.add_webhook(desk, owner, receiver.address, LIST, id)
    record(desk, f.wage("w-sama", "sama"), f.wage("w-far", "far"))
    assert deliver(desk).delivered == 1
    assert save(desk, owner, "far", saved=id) == id
    record(desk, f.wage("w-sama-2", "sama"), f.wage("w-far-2", "far"))
    assert deliver(desk).delivered == 1
    bodies = [json.loads(body) for _, body in receiver.got]
    assert [[c["id"] for c in body["changes"]] for body in bodies] == [["w-sama"], ["w-far-2"]]
    assert [body["watch"]["ids"] for body in bodies] == [["sama"], ["far"]]
    feed = saved_lists.feed_of_list(desk, saved_lists.feed_key(desk, id))
    assert {e.change.id for e in feed.entries} >= {"w-far", "w-far-2"}
    assert "w-sama" not in {e.change.id for e in feed.entries}
    assert service.list_all(desk).webhooks[0].watch == f"list {id}"


def test_what_waits_stays_what_it_was_when_the_list_changes(desk: Desk, owner, receiver: Receiver) -> None:
    record(desk, f.entity("far", "outsourcer"))
    id = save(desk, owner, "sama")
    service.add_webhook(desk, owner, receiver.address, LIST, id)
    record(desk, f.wage("w-sama", "sama"), f.wage("w-far", "far"))
    receiver.status = 500
    assert deliver(desk).failed == 1
    save(desk, owner, "far", "sama", saved=id)
    desk.clock.pass_(minutes=1)
    receiver.status = 204
    assert deliver(desk).delivered == 1
    assert [c["id"] for c in json.loads(receiver.got[-1][1])["changes"]] == ["w-sama"]


def test_with_its_list_a_webhook_ends(desk: Desk, owner, receiver: Receiver) -> None:
    id = save(desk, owner, "sama")
    hook, _ = service.add_webhook(desk, owner, receiver.address, LIST, id)
    other, _ = service.add_webhook(desk, owner, receiver.address, ENTITIES, "sama")
    assert saved_lists.watched_by(desk, owner, id) == 1
    saved_lists.delete_list(desk, owner, id)
    record(desk, f.wage("w-sama", "sama"))
    assert deliver(desk).delivered == 1
    states = {one.id: one.state for one in service.list_webhooks(desk, owner)}
    assert states == {hook.id: HookState.OFF, other.id: HookState.ACTIVE}
    with pytest.raises(Refused, match="was deleted"):
        service.resume_webhook(desk, owner, hook.id)
    service.delete_webhook(desk, owner, hook.id)


def test_much_is_sent_in_parts_and_nothing_twice(desk: Desk, owner, receiver: Receiver) -> None:
    service.add_webhook(desk, owner, receiver.address, EVERYTHING, "")
    record(desk, *(f.entity(f"tool-{n:03}") for n in range(230)))
    while deliver(desk).made:
        pass
    found = [c["id"] for _, body in receiver.got for c in json.loads(body)["changes"]]
    assert found == [f"tool-{n:03}" for n in range(230)]
    assert len(receiver.got) == 3


def test_what_fails_is_repeated_under_the_same_id_then_switched_off(desk: Desk, owner, receiver: Receiver) -> None:
    receiver.status = 500
    hook, secret = service.add_webhook(desk, owner, receiver.address, EVERYTHING, "")
    record(desk, f.wage("w-2", "sama"))
    assert deliver(desk).failed == 1
    for wait in (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2)):
        desk.clock.now += wait - timedelta(seconds=1)
        assert deliver(desk).failed == 0
        desk.clock.now += timedelta(seconds=1)
        assert deliver(desk).failed == 1
    desk.clock.pass_(hours=12)
    done = deliver(desk)
    assert (done.given_up, done.switched_off) == (1, 1)
    assert len({headers["webhook-id"] for headers, _ in receiver.got}) == 1
    assert len({headers["webhook-timestamp"] for headers, _ in receiver.got}) == len(receiver.got) == 6
    shown = service.show_webhook(desk, owner, hook.id)
    assert (shown.hook.state, shown.hook.place) == (HookState.OFF, "1")
    assert (shown.log[0].state, shown.log[0].fault, shown.log[0].status) == (DeliveryState.FAILED, Fault.STATUS, 500)
    letter = letters(desk.instance)[-1]
    assert (letter["To"], "switched off" in letter["Subject"]) == ("owner@example.org", True)
    assert hook.id in letter.get_content()
    assert secret not in letter.get_content()
    receiver.status = 200
    assert deliver(desk).made == 0
    service.resume_webhook(desk, owner, hook.id)
    assert deliver(desk).delivered == 1
    assert [c["id"] for c in json.loads(receiver.got[-1][1])["changes"]] == ["w-2"]


def test_who_says_gone_is_left_alone_at_once(desk: Desk, owner, receiver: Receiver) -> None:
    receiver.status = 410
    hook, _ = service.add_webhook(desk, owner, receiver.address, EVERYTHING, "", "de")
    record(desk, f.wage("w-2", "sama"))
    assert deliver(desk).switched_off == 1
    assert service.show_webhook(desk, owner, hook.id).hook.state is HookState.OFF
    assert "abgeschaltet" in letters(desk.instance)[-1]["Subject"]


@pytest.mark.parametrize(("status", "fault"), [(301, Fault.REDIRECT), (307, Fault.REDIRECT), (404, Fault.STATUS)])
def test_nothing_is_sent_on(desk: Desk, owner, receiver: Receiver, status: int, fault: Fault) -> None:
    with receiving() as other:
        receiver.status, receiver.headers = status, {"Location": other.address}
        hook, _ = service.add_webhook(desk, owner, receiver.address, EVERYTHING, "")
        record(desk, f.wage("w-2", "sama"))
        assert deliver(desk).failed == 1
        assert other.got == []
    assert log_of(desk, owner, hook.id)[0].fault is fault


def test_a_slow_one_is_not_waited_for(desk: Desk, owner, receiver: Receiver) -> None:
    receiver.wait = 1.5
    hook, _ = service.add_webhook(desk, owner, receiver.address, EVERYTHING, "")
    record(desk, f.wage("w-2", "sama"))
    assert deliver(desk, seconds=0.2).failed == 1
    assert log_of(desk, owner, hook.id)[0].fault is Fault.TOO_SLOW


@contextmanager
def speaking(*pieces: bytes, pause: float = 0) -> Iterator[str]:
    """A server that says these bytes to whoever comes, in pieces, and closes."""
    server = socket.create_server(("127.0.0.1", 0))

    def speak() -> None:
        connection, _ = server.accept()
        with connection:
            connection.settimeout(2)
            try:
                connection.recv(65536)
                for piece in pieces:
                    connection.sendall(piece)
                    time.sleep(pause)
            except OSError:
                pass

    thread = threading.Thread(target=speak)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.getsockname()[1]}/"
    finally:
        thread.join()
        server.close()


def test_one_that_drips_is_cut() -> None:
    """Each byte comes in time, and the answer never ends."""
    with speaking(*([b"HTTP/1.1 200 OK\r\nX-A: "] + [b"a"] * 20), pause=0.05) as address:
        assert post(address, {}, b"{}", loopback=True, seconds=0.4).fault is Fault.TOO_SLOW


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ((b"SSH-2.0-x\r\n",), Fault.NO_HTTP),
        ((), Fault.NO_CONNECTION),
        ((b"HTTP/1.1 200 OK\r\n" + b"X-A: b\r\n" * 200,), Fault.NO_HTTP),
        ((b"HTTP/1.1 200 OK\r\nContent-Length: 9999999999\r\n\r\nxx",), Fault.NONE),
    ],
)
def test_whatever_is_answered_only_the_status_counts(said: tuple[bytes, ...], fault: Fault) -> None:
    with speaking(*said) as address:
        assert post(address, {}, b"{}", loopback=True, seconds=2).fault is fault


def test_nobody_there() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    assert post(f"http://127.0.0.1:{port}/", {}, b"", loopback=True).fault is Fault.NO_CONNECTION
    assert post("https://no-such-name.invalid/", {}, b"").fault is Fault.NO_NAME


def test_a_private_address_gets_nothing_whatever_its_name(receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    """The name is looked up once: that it leads elsewhere the second time changes nothing, and one bad place is enough."""
    port = receiver.address.rpartition(":")[2].partition("/")[0]
    for host in ("127.0.0.1", "localhost", "2130706433", "0x7f.1", "[::1]", "[::ffff:127.0.0.1]"):
        for scheme in ("http", "https"):
            outcome = post(f"{scheme}://{host}:{port}/", {}, b"{}")
            assert outcome.fault in (Fault.NOT_PUBLIC, Fault.NO_NAME), host
    answers = iter([[("93.184.216.34",), ("10.0.0.1",)]])
    looked_up = []

    def resolve(host: str, port: int, **_: object) -> list:
        looked_up.append(host)
        return [(2, 1, 6, "", (*place, port)) for place in next(answers)]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    assert post("https://rebound.example/", {}, b"{}").fault is Fault.NOT_PUBLIC
    assert looked_up == ["rebound.example"]
    assert receiver.got == []


def certificate(folder: Path, name: str) -> ssl.SSLContext:
    """A server's context with a certificate that only those trust who are told to."""
    key = ec.generate_private_key(ec.SECP256R1())
    who = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(who).issuer_name(who).public_key(key.public_key()).serial_number(1)
        .not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    (folder / "cert.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    return context


def test_https_is_checked(tmp_path: Path) -> None:
    with receiving(certificate(tmp_path, "a test")) as covered:
        assert post(covered.address, {}, b"{}", loopback=True).fault is Fault.TLS
        assert covered.got == []
        trusted = ssl.create_default_context(cafile=tmp_path / "cert.pem")
        assert post(covered.address, {"A": "b"}, b"{}", loopback=True, trusted=trusted).status == 204
        elsewhere = covered.address.replace("127.0.0.1", "localhost")
        assert post(elsewhere, {}, b"{}", loopback=True, trusted=trusted).fault is Fault.TLS
    ((headers, body),) = covered.got
    assert (headers["a"], headers["host"], body) == ("b", covered.address.split("/")[2], b"{}")


def test_two_rounds_at_once_send_everything_once(desk: Desk, owner, receiver: Receiver) -> None:
    receiver.wait = 0.05
    for number in range(4):
        service.add_webhook(desk, owner, f"{receiver.address}?{number}", EVERYTHING, "")
    record(desk, f.wage("w-2", "sama"))
    other = Store(desk.store.url.render_as_string(hide_password=False))
    done, start = [], threading.Barrier(2)

    def one(store: Store) -> None:
        own = replace(desk, store=store, chance=lambda: secrets.token_urlsafe(32))
        start.wait()
        done.append(deliver(own))

    with closing(other):
        threads = [threading.Thread(target=one, args=(store,)) for store in (desk.store, other)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        deliver(desk)
    assert sum(r.made for r in done) == 4
    assert len({headers["webhook-id"] for headers, _ in receiver.got}) == len(receiver.got) == 4


def test_a_process_that_died_gives_back_what_it_had(desk: Desk, owner, receiver: Receiver) -> None:
    hook, _ = service.add_webhook(desk, owner, receiver.address, EVERYTHING, "")
    service.send_test(desk, owner, hook.id)
    with desk.store.webhooks(change=True) as webhooks:
        (due,) = webhooks.due(desk.clock())
        assert webhooks.claim(due.id, "died", desk.clock(), desk.clock() + timedelta(minutes=2))
    assert deliver(desk).delivered == 0
    desk.clock.pass_(minutes=2)
    assert deliver(desk).delivered == 1


def test_paused_it_sends_nothing_and_loses_nothing(desk: Desk, owner, receiver: Receiver) -> None:
    receiver.status = 500
    hook, _ = service.add_webhook(desk, owner, receiver.address, EVERYTHING, "")
    record(desk, f.wage("w-2", "sama"))
    deliver(desk)
    service.pause_webhook(desk, owner, hook.id)
    record(desk, f.wage("w-3", "sama"))
    receiver.status = 200
    desk.clock.pass_(hours=1)
    assert deliver(desk).delivered == 0
    service.send_test(desk, owner, hook.id)
    service.send_test(desk, owner, hook.id)
    assert deliver(desk).delivered == 1
    assert json.loads(receiver.got[-1][1])["changes"] == []
    service.resume_webhook(desk, owner, hook.id)
    assert deliver(desk).delivered == 1
    assert [c["id"] for c in json.loads(receiver.got[-1][1])["changes"]] == ["w-2", "w-3"]


def test_another_secret_and_the_one_before_for_a_day(desk: Desk, owner, receiver: Receiver) -> None:
    hook, old = service.add_webhook(desk, owner, receiver.address, EVERYTHING, "")
    new = service.rotate_secret(desk, owner, hook.id)
    assert new != old
    for hours, both in ((0, True), (25, False)):
        desk.clock.pass_(hours=hours)
        service.send_test(desk, owner, hook.id)
        deliver(desk)
        assert is_signed(new, *receiver.got[-1])
        assert is_signed(old, *receiver.got[-1]) == both


def test_the_database_alone_does_not_give_the_secret(desk: Desk, owner, receiver: Receiver) -> None:
    hook, secret = service.add_webhook(desk, owner, receiver.address, EVERYTHING, "")
    with desk.store.webhooks() as webhooks:
        kept = webhooks.get(hook.id)
    assert secret not in repr(kept)
    assert secret != service.secret_for(replace(desk, given_key="another key of 32 characters or more"), kept.chance)
    service.send_test(desk, owner, hook.id)
    deliver(replace(desk, given_key="another key of 32 characters or more"))
    assert receiver.got == []
    assert log_of(desk, owner, hook.id)[0].fault is Fault.KEY


def test_what_was_taken_away_meanwhile_is_not_sent(desk: Desk, owner, receiver: Receiver) -> None:
    receiver.status = 503
    service.add_webhook(desk, owner, receiver.address, EVERYTHING, "")
    record(desk, f.practice("p-2", "sama", description="Too much is said."))
    deliver(desk)
    assert b"Too much" in receiver.got[-1][1]
    with desk.store.view() as view:
        version = view.claim_history("p-2")[0]
    with desk.store.writer("editor", "a redaction", desk.clock(), desk.chance) as writer:
        writer.redact(version.table, version.row, "a name")
    desk.clock.pass_(minutes=1)
    deliver(desk)
    assert b"Too much" not in receiver.got[-1][1]


def test_a_closed_account_is_sent_nothing(desk: Desk, owner, receiver: Receiver) -> None:
    service.add_webhook(desk, owner, receiver.address, EVERYTHING, "")
    record(desk, f.wage("w-2", "sama"))
    people.deactivate(desk, owner.id)
    assert (deliver(desk).made, receiver.got) == (0, [])


def test_one_sees_ones_own_only(desk: Desk, owner, receiver: Receiver) -> None:
    hook, _ = service.add_webhook(desk, owner, receiver.address, EVERYTHING, "")
    other = join(desk, "other@example.org").person
    assert service.list_webhooks(desk, other) == ()
    for act in (
        service.show_webhook, service.pause_webhook, service.resume_webhook, service.rotate_secret, service.send_test,
        service.delete_webhook,
    ):  # fmt: skip
        with pytest.raises(NotFound):
            act(desk, other, hook.id)
    service.send_test(desk, owner, hook.id)
    service.delete_webhook(desk, owner, hook.id)
    assert service.list_all(desk).webhooks == ()
    assert deliver(desk).delivered == 0


@pytest.mark.parametrize(
    ("kind", "what", "field"),
    [
        (ENTITIES, "", "what"),
        (ENTITIES, "nobody at all", "what"),
        (TRACE, "sama", "what"),
        (SEARCH, " ", "what"),
        (LIST, "", "saved"),
        (LIST, "no-such-list", "saved"),
    ],
)
def test_what_cannot_be_watched_is_refused(desk: Desk, owner, receiver: Receiver, kind, what: str, field: str) -> None:
    with pytest.raises(Invalid) as caught:
        service.add_webhook(desk, owner, receiver.address, kind, what)
    assert [p.where for p in caught.value.problems] == [field]


def test_an_account_has_so_many_and_no_more(desk: Desk, owner, receiver: Receiver) -> None:
    for _ in range(20):
        service.add_webhook(desk, owner, receiver.address, EVERYTHING, "")
    with pytest.raises(Invalid):
        service.add_webhook(desk, owner, receiver.address, EVERYTHING, "")


def test_the_log_goes_after_a_month(desk: Desk, owner, receiver: Receiver) -> None:
    hook, _ = service.add_webhook(desk, owner, receiver.address, EVERYTHING, "")
    service.send_test(desk, owner, hook.id)
    deliver(desk)
    assert len(log_of(desk, owner, hook.id)) == 1
    desk.clock.pass_(days=31)
    deliver(desk)
    assert log_of(desk, owner, hook.id) == ()
