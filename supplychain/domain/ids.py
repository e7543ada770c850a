"""Ids that are made by chance and end in a check character, so that a mistyped one never hits another record."""

import re
import unicodedata
from hashlib import sha256

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
"""Base 32 without i, l, o and u, which are taken for other characters (Crockford)."""
PREFIXES = {"links": "l", "wages": "w", "practices": "p", "figures": "f", "responses": "r"}
"""Table of the package -> how the ids of its claims begin."""
_LENGTH = 8
_CODE = 24
_PRIME = 31


def make_id(prefix: str, chance: str) -> str:
    """Make an id such as `p-3k9xw2mq7`: eight characters of 40 bits of chance and a check character."""
    body = _spell(chance, _LENGTH)
    return f"{prefix}-{body}{check(body)}"


def check(body: str) -> str:
    """Give the check character: it changes with every single wrong character and every two neighbours that swap places.

    The weighted sum of ISO 7064's kind, modulo the prime 31: a character stands for its place in the alphabet.
    """
    total = sum(weight * (ALPHABET.index(c) + 1) for weight, c in enumerate(body, 2))
    return ALPHABET[total % _PRIME]


def make_code(chance: str) -> str:
    """Make a receipt code from chance: 120 bits in six groups of four characters."""
    text = _spell(chance, _CODE)
    return "-".join(text[at : at + 4] for at in range(0, _CODE, 4))


def read_code(text: str) -> str:
    """Read a code as people type it: in any case, with blanks or hyphens anywhere, o for 0, i or l for 1. Empty: it is none."""
    plain = re.sub(r"[\s\-\u2010-\u2015]+", "", unicodedata.normalize("NFKC", text)).lower()
    plain = plain.translate(str.maketrans("oil", "011"))
    if len(plain) != _CODE or any(c not in ALPHABET for c in plain):
        return ""
    return "-".join(plain[at : at + 4] for at in range(0, _CODE, 4))


def slug(name: str, taken: "frozenset[str] | set[str]", chance: str) -> str:
    """Make the id of an entity or a source from its name; a short check suffix stands behind one that is taken."""
    plain = unicodedata.normalize("NFKD", name.casefold().replace("&", " and ").replace("ß", "ss"))
    found = (
        re.sub(r"[^a-z0-9]+", "-", "".join(c for c in plain if not unicodedata.combining(c))).strip("-")[:80].strip("-")
    )
    if found and found not in taken:
        return found
    return make_id(found or "party", chance)


def _spell(chance: str, length: int) -> str:
    number = int.from_bytes(sha256(chance.encode()).digest()[:20], "big")
    return "".join(ALPHABET[(number >> (5 * place)) & 31] for place in range(length))
