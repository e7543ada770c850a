"""Receipts as files: three lines that are one JSON object, the second of them the signed bytes in canonical JSON (RFC 8785).

    {"receipt":
    {"about":"chatgpt", ... }
    ,"key":"...","signature":"..."}

So whoever has nothing but a shell and openssl can take out what was signed; and every reader of JSON can read it.
"""

import base64
import binascii
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import rfc8785
from pydantic import ValidationError

from supplychain.domain.receipt import Receipt

LARGEST = 1024 * 1024
"""Bytes of the largest file that is looked at."""
_BEGINS = re.compile(r'\s*\{\s*"(receipt|key|signature)"')
_LONGEST_NUMBER = 16
_SIGNATURE = 64
_FINGERPRINT = re.compile("[0-9a-f]{64}")
_MEMBERS = {"receipt", "key", "signature"}


class Unreadable(ValueError):
    """It is no receipt, as far as can be read."""


class CutOff(Unreadable):
    """It begins like a receipt and is not whole."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """What a file holds, before anything was compared."""

    body: bytes
    """The signed bytes."""
    content: dict[str, Any]
    key: str
    """Fingerprint of the key that is said to have signed it."""
    signature: bytes


def canonical(value: Any) -> bytes:
    """Write it as canonical JSON. Raises ValueError for what has no canonical form."""
    return rfc8785.dumps(value)


def digest(value: Any) -> str:
    """Hash it."""
    return sha256(canonical(value)).hexdigest()


def body_of(receipt: Receipt) -> bytes:
    """Give the bytes that are signed."""
    return canonical(receipt.model_dump(mode="json"))


def write_receipt(body: bytes, key: str, signature: bytes) -> bytes:
    """Write the file."""
    signed = base64.b64encode(signature).decode()
    return b'{"receipt":\n' + body + f'\n,"key":"{key}","signature":"{signed}"}}\n'.encode()


def read_receipt(data: bytes) -> Sealed:
    """Take a file apart. White space between the parts does not matter; everything else does. Raises Unreadable."""
    if len(data) > LARGEST:
        raise Unreadable
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Unreadable from None
    try:
        found = json.loads(text, object_pairs_hook=_once, parse_float=_refuse, parse_constant=_refuse, parse_int=_whole)
    except json.JSONDecodeError:
        raise (CutOff if _BEGINS.match(text) else Unreadable) from None
    except RecursionError:
        raise Unreadable from None
    if not isinstance(found, dict) or set(found) != _MEMBERS or not isinstance(found["receipt"], dict):
        raise Unreadable
    try:
        body = canonical(found["receipt"])
    except (ValueError, RecursionError):
        raise Unreadable from None
    return Sealed(body, found["receipt"], _key(found["key"]), _signature(found["signature"]))


def content_of(sealed: Sealed) -> Receipt | None:
    """Read what was signed; None where it is of a format that this program does not know."""
    try:
        return Receipt.model_validate_json(sealed.body)
    except ValidationError:
        return None


def _once(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """Refuse names that are given twice: readers do not agree on which one counts."""
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise Unreadable
        found[name] = value
    return found


def _refuse(_: str) -> Any:
    raise Unreadable


def _whole(text: str) -> int:
    if len(text) > _LONGEST_NUMBER:
        raise Unreadable
    return int(text)


def _key(given: object) -> str:
    if not isinstance(given, str) or not _FINGERPRINT.fullmatch(given):
        raise Unreadable
    return given


def _signature(given: object) -> bytes:
    try:
        found = base64.b64decode(given, validate=True) if isinstance(given, str) else b""
    except (binascii.Error, ValueError):
        raise Unreadable from None
    if len(found) != _SIGNATURE:
        raise Unreadable
    return found
