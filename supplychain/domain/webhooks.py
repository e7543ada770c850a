"""Webhooks: what an account has sent to an address of its own when something changes; how a delivery is signed and repeated."""

import base64
import hashlib
import hmac
from datetime import datetime, timedelta
from enum import StrEnum
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import ClassVar
from urllib.parse import SplitResult, urlsplit

from pydantic import Field

from supplychain.domain.errors import Invalid, Problem
from supplychain.domain.records import Record
from supplychain.domain.vocabulary import Term
from supplychain.domain.watch import Watch, WatchKind

RETRIES = (
    timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2), timedelta(hours=12),
)  # fmt: skip
"""How long after each failure the next attempt is made; after the last the webhook is switched off."""
MOST = 20
"""Webhooks of one account."""
MAX_ADDRESS = 500
BOTH_HOLD = timedelta(hours=24)
"""How long deliveries are also signed with the secret before, after it was changed."""
LOG_KEPT = timedelta(days=30)
CLAIMED = timedelta(minutes=2)
"""How long one delivery belongs to the process that took it; a process that died gives it back so."""
LARGEST = 1024 * 1024
"""Bytes of a body."""
GONE = 410
PREFIX = "whsec_"


class HookState(StrEnum):
    """Where a webhook stands."""

    ACTIVE = "active"
    PAUSED = "paused"
    OFF = "off"


class DeliveryState(StrEnum):
    """Where a delivery stands."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    FAILED = "failed"


class Sort(StrEnum):
    """What a delivery is for."""

    CHANGES = "changes"
    TEST = "test"


class Fault(StrEnum):
    """Why an attempt failed."""

    NONE = ""
    NO_NAME = "no_name"
    NOT_PUBLIC = "not_public"
    NO_CONNECTION = "no_connection"
    TLS = "tls"
    TOO_SLOW = "too_slow"
    NO_HTTP = "no_http"
    REDIRECT = "redirect"
    STATUS = "status"
    KEY = "key"


def _terms(words: dict[str, tuple[str, str]]) -> dict[str, Term]:
    return {code: Term(code, *said) for code, said in words.items()}


TERMS: dict[str, dict[str, Term]] = {
    "webhook_state": _terms(
        {
            HookState.ACTIVE: ("active", "What changes is sent."),
            HookState.PAUSED: ("paused", "Nothing is sent; what changes meanwhile is sent when it goes on."),
            HookState.OFF: ("switched off", "It failed too often. Nothing is lost: what changes is sent when it goes on."),
        }
    ),
    "delivery_state": _terms(
        {
            DeliveryState.WAITING: ("waiting", "It is sent with the next round, or tried again at the time named."),
            DeliveryState.DELIVERED: ("delivered", "The address took it."),
            DeliveryState.FAILED: ("failed", "It is not tried again."),
        }
    ),
    "delivery_sort": _terms(
        {Sort.CHANGES: ("changes", "What was recorded, changed or taken back."), Sort.TEST: ("test", "Nothing changed.")}
    ),
    "watch_kind": _terms(
        {
            "everything": ("everything", "Every record of the database."),
            "entities": ("parties or products", "All that is about them; give their ids or names, with commas between them."),
            "trace": ("the trace of a product", "The whole chain behind it, with its employers; give its id or name."),
            "search": ("a search", "All that is about what a search finds; give its words."),
            "list": ("a saved list", "All that is about the parties whom a list of yours means, as it stands then."),
        }
    ),
    "delivery_fault": _terms(
        {
            Fault.NO_NAME: ("name not found", "The name of the address leads nowhere."),
            Fault.NOT_PUBLIC: ("not a public address", "The name leads into a private network, and there nothing is sent."),
            Fault.NO_CONNECTION: ("no connection", "Nothing listens there, or it closed the connection."),
            Fault.TLS: ("certificate", "The certificate of the address does not hold."),
            Fault.TOO_SLOW: ("too slow", "No answer came within 10 seconds."),
            Fault.NO_HTTP: ("no HTTP", "What came back is no answer of a web server."),
            Fault.REDIRECT: ("leads elsewhere", "The address leads to another one; nothing is sent on."),
            Fault.STATUS: ("not taken", "The address answered with another status than 200 to 299."),
            Fault.KEY: ("secret lost", "The key of this installation was changed: change the secret of the webhook."),
        }
    ),
}  # fmt: skip
WRONG: dict[str, tuple[str, str]] = {
    "address": ("This cannot be an address to send to.", "Write it like https://example.org/path, without a name or password."),
    "scheme": ("Nothing is sent in the clear.", "Give an address that begins with https://."),
    "not_public": ("This is an address of a private network.", "Give one that can be reached from everywhere."),
    "watch_missing": ("This is missing.", "Say which: an id, a name, or the words of a search."),
    "watch_unknown": ("There is no party or product with this id or name: %(text)s.", "Take the id from its page."),
    "watch_no_product": ("%(text)s is no tool, model or data set.", "Watch it as a party instead."),
    "list_missing": ("It is not said which list.", "Choose one of your saved lists."),
    "too_many": ("You have as many webhooks as one account may have.", "Delete one first."),
}  # fmt: skip
"""What can be wrong with what somebody fills in, and how to mend it."""


class Webhook(Record):
    """One webhook, as far as its owner can see it after it was made."""

    id: str = Field(description="Id of the webhook.")
    address: str = Field(description="Where it sends to.")
    watch: Watch = Field(description="What is watched.")
    state: HookState = Field(description="Where it stands.")
    created: datetime = Field(description="When it was made.")
    place: str = Field(description="Revision, or place in one, up to which everything was sent or waits.")
    both_until: datetime | None = Field(
        None, description="Until when deliveries are also signed with the secret before."
    )


class Delivery(Record):
    """One delivery, with what came of it."""

    id: str = Field(description="Id, the same at every attempt; sent as webhook-id.")
    webhook: str = Field(description="Id of the webhook.")
    sort: Sort = Field(description="Changes, or a test.")
    since: str = Field(description="Place in the log after which its changes begin.")
    revision: int = Field(description="Revision up to which they go.")
    changes: int = Field(description="How many changes it holds.")
    state: DeliveryState = Field(description="Where it stands.")
    attempts: int = Field(description="How often it was tried.")
    due: datetime = Field(description="When it is tried next, or was tried last.")
    status: int | None = Field(description="HTTP status of the last answer.")
    fault: Fault = Field(description="Why the last attempt failed; empty when it did not.")
    created: datetime = Field(description="When it was made.")


class WebhookRow(Record):
    """One webhook as a row."""

    id: str = Field(description="Id of the webhook.")
    owner: str = Field(description="Address of the account.")
    address: str = Field(description="Where it sends to.")
    watch: str = Field(description="What is watched.")
    state: str = Field(description="active, paused or off.")
    place: str = Field(description="Revision, or place in one, up to which everything was sent or waits.")
    waiting: int = Field(description="Deliveries that wait.")


class WebhookList(Record):
    """Webhooks of all accounts."""

    row_type: ClassVar[type[Record]] = WebhookRow

    webhooks: tuple[WebhookRow, ...] = Field(description="By account, then by id.")

    def table(self) -> tuple[WebhookRow, ...]:
        """One row a webhook."""
        return self.webhooks


class Round(Record):
    """What one round of deliveries did."""

    made: int = Field(description="Deliveries that were made because something had changed.")
    delivered: int = Field(description="Deliveries that were taken.")
    failed: int = Field(description="Attempts that failed and are repeated later.")
    given_up: int = Field(description="Deliveries that are not tried again.")
    switched_off: int = Field(description="Webhooks that were switched off.")


REFUSED: dict[str, str] = {
    "list_gone": "The list that it watched was deleted: it has ended. Delete it, or make another.",
}
"""What the state of things can forbid."""


def wrong(field: str, code: str, **filled: str) -> Invalid:
    """Make the error for one field."""
    what, mend = WRONG[code]
    return Invalid([Problem(field, what % filled if filled else what, mend)])


def watch_words(watch: Watch) -> str:
    """Say in a line what is watched."""
    ids = () if watch.kind is WatchKind.LIST else watch.ids
    return " ".join([watch.kind, *ids, watch.query]).strip()


# -- where to ----------------------------------------------------------------------------------------------------------

_NAT64 = IPv6Network("64:ff9b::/96")


def is_public(text: str) -> bool:
    """Whether an address of the network is one of everybody's, also behind the forms in which IPv6 hides one of IPv4."""
    address = ip_address(text.partition("%")[0])
    inner: list[IPv4Address | None] = []
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is not None or address in _NAT64:
            return is_public(str(IPv4Address(int(address) & 0xFFFFFFFF)))
        inner = [address.sixtofour, *(address.teredo or ())]
    plain = address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)
    return plain and all(is_public(str(one)) for one in inner if one is not None)


def is_loopback(text: str) -> bool:
    """Whether an address of the network is this machine itself."""
    address = ip_address(text.partition("%")[0])
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return (mapped or address).is_loopback


def read_address(text: str, loopback: bool = False) -> str:
    """Read where a webhook sends to; what its name leads to is looked at before each delivery. Raises Invalid."""
    parts = split_address(text)
    if parts is None or len(text) > MAX_ADDRESS:
        raise wrong("address", "address")
    host = parts.hostname or ""
    local = host == "localhost" or host.endswith(".localhost")
    try:
        number = ip_address(host)
    except ValueError:
        here = local
        public = not local and "." in host and not host.endswith((".local", ".internal"))
    else:
        here, public = is_loopback(str(number)), is_public(str(number))
    if loopback and here:
        return text
    if parts.scheme != "https":
        raise wrong("address", "scheme")
    if not public:
        raise wrong("address", "not_public")
    return text


def split_address(text: str) -> SplitResult | None:
    """Take an address apart; None where nothing can be sent to it."""
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError:
        return None
    plain = text.isascii() and text.isprintable() and " " not in text and not parts.fragment and "@" not in parts.netloc
    return parts if plain and parts.scheme in ("http", "https") and parts.hostname else None


# -- how it is signed and repeated -------------------------------------------------------------------------------------


def secret_of(key: bytes) -> str:
    """Write 32 bytes as a secret of the convention Standard Webhooks."""
    return PREFIX + base64.b64encode(key).decode()


def sign(secret: str, id: str, moment: datetime, body: bytes) -> str:
    """Sign a delivery as Standard Webhooks says: HMAC-SHA256 over id, time and body."""
    key = base64.b64decode(secret.removeprefix(PREFIX))
    signed = b".".join((id.encode(), str(int(moment.timestamp())).encode(), body))
    return "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()


def next_attempt(attempts: int, now: datetime) -> datetime | None:
    """Say when a delivery that failed so often is tried again; None for never."""
    return now + RETRIES[attempts - 1] if attempts <= len(RETRIES) else None
