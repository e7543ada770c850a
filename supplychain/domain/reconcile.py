"""What the Reconciliation API (0.2) says of this database: types, properties that count in a match, properties to fetch."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

from supplychain.domain import vocabulary as v
from supplychain.domain.dossier_answer import FindingKind, Nearness
from supplychain.domain.list_parties import ListedParty
from supplychain.domain.matching import Wanted

VERSION = "0.2"
MOST_QUERIES = 100
"""Queries of one batch, and ids of one extension."""
MOST_CANDIDATES = 20
CANDIDATES = 5
ORGANISATION, PRODUCT = "organisation", "product"
"""Types above the kinds."""
TYPES: dict[str, str] = {
    ORGANISATION: "Organisation",
    PRODUCT: "Tool, model or data set",
    **{kind: term.label for kind, term in v.ENTITY_KINDS.items() if kind != "undisclosed"},
}
KINDS: dict[str, frozenset[str]] = {
    ORGANISATION: frozenset(v.ENTITY_KINDS) - {*v.PRODUCTS, "undisclosed"},
    PRODUCT: frozenset(v.PRODUCTS),
    **{kind: frozenset({kind}) for kind in v.ENTITY_KINDS if kind != "undisclosed"},
}
"""Type -> kinds that are of it."""
MATCHED_BY: dict[str, str] = {
    "country": "Country of the head office",
    "website": "Website",
    "lei": "LEI",
    "vat": "VAT number",
}
"""Properties that count in the score."""


class Fetched(NamedTuple):
    """A property that can be fetched for a party."""

    name: str
    read: Callable[[ListedParty], Iterable[str | int]]


def _employers(*near: Nearness) -> Callable[[ListedParty], Iterable[str | int]]:
    return lambda party: [sum(len(party.employers.get(n, ())) for n in near)]


def _codes(kind: FindingKind) -> Callable[[ListedParty], Iterable[str | int]]:
    return lambda party: party.codes(kind)


FETCHED: dict[str, Fetched] = {
    "kind": Fetched("Kind", lambda party: [party.kind]),
    "country": Fetched("Country of the head office", lambda party: [party.country] if party.country else []),
    "countries": Fetched("Countries of work", lambda party: party.countries),
    "employers_named": Fetched("Employers named", _employers(Nearness.ITSELF, Nearness.BASE)),
    "employers_all": Fetched("Employers for all products", _employers(Nearness.ALL)),
    "employers_possible": Fetched("Employers, possible only", _employers(Nearness.POSSIBLE)),
    "pay_reports": Fetched("Pay reports", lambda party: [len(party.pay)]),
    "pay": Fetched("Conditions of pay that are reported", _codes(FindingKind.PAY)),
    "surveillance": Fetched("Surveillance that is reported", _codes(FindingKind.SURVEILLANCE)),
    "conditions": Fetched("Conditions that are reported", _codes(FindingKind.CONDITIONS)),
    "good_practice": Fetched("Good practice that is reported", _codes(FindingKind.GOOD_PRACTICE)),
    "answers": Fetched("Answers", lambda party: [len(party.answers)]),
    "disputed": Fetched("Disputed claims", lambda party: [len(party.disputed)]),
    "not_known": Fetched("What is not known", lambda party: [gap.words for gap in party.gaps]),
    "dossier": Fetched("Address of the dossier", lambda party: [party.id]),
}
"""Properties that can be fetched; the address of the dossier is written out by who knows the site."""


class Query(NamedTuple):
    """One question of a batch."""

    wanted: Wanted
    kinds: frozenset[str]
    """Kinds that may be meant; empty: all."""
    limit: int


def read_query(given: Mapping[str, Any]) -> Query:
    """Read one question. Raises ValueError that says what is wrong."""
    text, types = given.get("query", ""), given.get("type") or []
    types = [types] if isinstance(types, str) else types
    limit, properties = given.get("limit", CANDIDATES), given.get("properties") or []
    if not isinstance(text, str) or not isinstance(types, list) or not isinstance(properties, list):
        raise ValueError("query is a text, type a text or a list of texts, properties a list")
    if isinstance(limit, bool) or not isinstance(limit, int | float) or not 0 < limit < 1e6:
        raise ValueError("limit is a number from 1")
    found: dict[str, str] = {}
    for item in properties:
        if not isinstance(item, dict) or not isinstance(item.get("pid"), str):
            raise ValueError("a property is an object with pid and v")
        if value := _value(item.get("v")):
            found.setdefault(item["pid"], value)
    if not text.strip() and not any(name in found for name in MATCHED_BY):
        raise ValueError("a query needs query or properties")
    numbers = tuple((scheme, found[scheme]) for scheme in ("lei", "vat") if scheme in found)
    kinds = frozenset(kind for name in types if isinstance(name, str) for kind in KINDS.get(name, frozenset({name})))
    wanted = Wanted(text[:500], country=found.get("country", ""), website=found.get("website", ""), identifiers=numbers)
    return Query(wanted, kinds, min(int(limit) or 1, MOST_CANDIDATES))


def _value(given: Any) -> str:
    if isinstance(given, list):
        return next((text for text in map(_value, given) if text), "")
    if isinstance(given, dict):
        return _value(given.get("id"))
    return str(given).strip()[:500] if isinstance(given, str | int | float) and not isinstance(given, bool) else ""
