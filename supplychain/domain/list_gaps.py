"""What is not known behind a party of a list, in short: one true line for each kind of gap, with numbers, names and products."""

from collections.abc import Iterable, Iterator

from pydantic import Field

from supplychain.domain.dossier_answer import Dossier
from supplychain.domain.gap_codes import GapCode
from supplychain.domain.gaps import Gap
from supplychain.domain.records import Record
from supplychain.domain.vocabulary import EMPLOYER_KINDS

MOST_NAMES = 5
SHORT: dict[GapCode, str] = {
    GapCode.NOTHING_KNOWN: "no employer is known for it",
    GapCode.NOTHING_NAMED: "no employer is named for it itself",
    GapCode.PARTY_NOT_NAMED: "firms without a name: %(count)s",
    GapCode.UNDISCLOSED_PARTY: "parties that are described and not named: %(count)s",
    GapCode.NO_SUPPLIER_LIST: "no list of suppliers published by %(names)s",
    GapCode.NO_BUYER_KNOWN: "no product and no buyer is known",
    GapCode.NO_WAGE_REPORT: "no pay report for %(count)s of %(total)s employers",
    GapCode.OLD_WAGE_REPORTS: "only old or undated pay reports for %(count)s of %(total)s employers",
    GapCode.PAY_PLACE_NOT_STATED: "pay reports that name no country: %(count)s of %(total)s",
    GapCode.PAY_TIME_NOT_STATED: "pay reports without a date: %(count)s of %(total)s",
    GapCode.NO_SURVEILLANCE_KNOWN: "nothing on surveillance for %(count)s of %(total)s employers",
    GapCode.NO_CONDITIONS_KNOWN: "nothing on conditions for %(count)s of %(total)s employers",
    GapCode.COUNTRY_NOT_STATED: "place of work not stated for %(count)s of %(total)s employers",
    GapCode.UNDATED_LINKS: "links without a date: %(count)s",
    GapCode.SINGLE_SOURCE: "links with one source only: %(count)s",
    GapCode.ASKED_NO_ANSWER: "asked, and no answer: %(names)s",
    GapCode.NO_ANSWER_KNOWN: "no answer is known of %(count)s of %(total)s employers",
    GapCode.DOES_NOT_KNOW: "say that they do not know: %(names)s",
    GapCode.BOUND_HIT: "the chain goes on beyond what was walked",
}
"""Each kind of gap in short."""
SHORT_OF_PRODUCTS: dict[GapCode, str] = {
    GapCode.NOTHING_KNOWN: "no employer is known for %(count)s of %(total)s products",
    GapCode.NOTHING_NAMED: "no employer is named for %(count)s of %(total)s products themselves",
}
"""The same of an organisation with products, where it differs."""
_OF_EMPLOYERS = frozenset(
    {
        GapCode.NO_WAGE_REPORT,
        GapCode.OLD_WAGE_REPORTS,
        GapCode.NO_SURVEILLANCE_KNOWN,
        GapCode.NO_CONDITIONS_KNOWN,
        GapCode.COUNTRY_NOT_STATED,
        GapCode.NO_ANSWER_KNOWN,
    }
)
"""Those that count employers."""


class ListedGap(Gap):
    """Something that is not known, with the products for which it is not."""

    products: tuple[str, ...] = Field((), description="Ids of the products, where the party is an organisation.")


class ShortGap(Record):
    """All gaps of one kind in one line."""

    code: GapCode = Field(description="Kind of gap.")
    words: str = Field(description="What is not known, in short.")
    parameters: dict[str, str | int] = Field(description="What was filled into the words, for other languages.")
    products: tuple[str, ...] = Field(
        description="Names of the products for which it is not known; empty: of all, or itself."
    )

    @property
    def pattern(self) -> str:
        """The words before anything is filled in."""
        by_product = bool(self.products) or "products" in self.parameters
        return SHORT_OF_PRODUCTS.get(self.code, SHORT[self.code]) if by_product else SHORT[self.code]


def gaps_in_short(dossier: Dossier) -> Iterator[ShortGap]:
    """Put the gaps of a dossier in short, in their order: what is said of several products is counted once."""
    works = dossier.subject.kind in EMPLOYER_KINDS
    employers = {*(e.entity.id for e in dossier.employers), *((dossier.subject.id,) if works else ())}
    on_offer = {p.id for p in dossier.products} - {dossier.subject.id}
    for code in dict.fromkeys(o.gap.code for o in dossier.gaps):
        own = [o for o in dossier.gaps if o.gap.code is code]
        about = sorted({id for o in own for id in o.gap.about})
        products = {id for o in own for id in o.products}
        filled: dict[str, str | int] = {"count": len(about)}
        if code in _OF_EMPLOYERS:
            filled["total"] = len(employers)
        elif code in SHORT_OF_PRODUCTS and products:
            filled |= {"count": len(products), "total": len(on_offer), "products": len(products)}
        elif "total" in own[0].gap.parameters:
            filled["total"] = own[0].gap.parameters["total"]
        if code is GapCode.NO_SUPPLIER_LIST:
            filled["names"] = _listed(dossier.names.get(id, id) for id in about)
        elif "names" in own[0].gap.parameters:
            filled["names"] = _together(str(o.gap.parameters["names"]) for o in own)
        some = products if products != on_offer and not any(not o.products for o in own) else set()
        short = ShortGap(
            code=code,
            words="",
            parameters=filled,
            products=tuple(sorted((dossier.names.get(id, id) for id in some), key=str.casefold)),
        )
        yield short.model_copy(update={"words": short.pattern % filled})


def _together(lists: Iterable[str]) -> str:
    return _listed({name for names in lists for name in names.split(", ")})


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names, key=str.casefold))
