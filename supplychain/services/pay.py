"""Pay made comparable: of one report, of an employer, of a country; and what the reference lacks for it."""

from collections.abc import Sequence
from difflib import get_close_matches

from supplychain.domain import pay_answers as a
from supplychain.domain.errors import Invalid, NotFound, Problem, shown
from supplychain.domain.parties import Party
from supplychain.domain.pay_gate import Published
from supplychain.domain.pay_missing import ReferenceStatus
from supplychain.domain.records import Wage
from supplychain.domain.reference_answers import lacking
from supplychain.domain.search import known, near
from supplychain.domain.snapshot import Snapshot
from supplychain.domain.vocabulary import COUNTRIES, PRODUCTS
from supplychain.store.database import View

_NEAR = 5


def pay_of(view: View, id: str, prices_of: int | None = None) -> a.ClaimPay | a.EmployerPay | a.CountryPay:
    """Take the id of a pay report or of an employer, or the code of a country. Raises NotFound and Invalid."""
    snapshot = view.snapshot()
    if id in snapshot.claims:
        return pay_of_claim(view, id, prices_of)
    if id in snapshot.entities:
        if snapshot.entities[snapshot.canonical(id)].kind in PRODUCTS:
            words = "this is a product, which pays nobody: what is paid behind it stands in its trace."
            raise Invalid([Problem(shown(id), words, f"Ask for the trace of {id}, or for the pay of an employer.")])
        return pay_of_employer(view, id, prices_of)
    if id in COUNTRIES:
        return pay_of_country(view, id, prices_of)
    published = a.released(snapshot)
    close = [*_near_countries(id), *_near_claims(snapshot, published, id), *near(snapshot, id)]
    raise NotFound("employer, country or pay report", id, close[:_NEAR])


def pay_of_claim(view: View, id: str, prices_of: int | None = None) -> a.ClaimPay:
    """Make one pay report comparable. Raises NotFound, and Invalid for a claim that is no live pay report."""
    _check_year(prices_of)
    snapshot = view.snapshot()
    published = a.released(snapshot)
    wage = next((w for w in published.wages if w.id == id), None)
    if wage is None:
        claim = snapshot.claims.get(id)
        if claim is not None and claim.withdrawn_reason:
            words = f"this claim was withdrawn ({claim.withdrawn_reason}), so nothing is worked out from it."
            raise Invalid([Problem(shown(id), words)])
        if claim is not None and not isinstance(claim, Wage):
            words = f"this claim is of the kind “{claim.kind}”, which is no pay report."
            raise Invalid([Problem(shown(id), words, "Ask for a pay report, an employer or a country.")])
        raise NotFound("pay report", id, _near_claims(snapshot, published, id))
    return a.ClaimPay(claim=id, **a.assemble(snapshot, [wage], prices_of))


def pay_of_employer(view: View, id: str, prices_of: int | None = None) -> a.EmployerPay:
    """Make every pay report at an employer comparable. Raises NotFound and Invalid."""
    _check_year(prices_of)
    snapshot = view.snapshot()
    known(snapshot, "employer", id)
    main = snapshot.canonical(id)
    published = a.released(snapshot)
    wages = [w for w in published.wages if snapshot.canonical(w.employer) == main]
    fields = a.assemble(snapshot, wages, prices_of)
    fields |= a.own_pay(snapshot, snapshot.cells_at(main), snapshot.held_back_at(main), fields["names"])
    return a.EmployerPay(employer=Party.of(snapshot.entities[main]), asked_id=id, **fields)


def pay_of_country(view: View, code: str, prices_of: int | None = None) -> a.CountryPay:
    """Make every pay report from a country comparable. Raises NotFound and Invalid."""
    _check_year(prices_of)
    if code not in COUNTRIES:
        raise NotFound("country", code, _near_countries(code))
    snapshot = view.snapshot()
    published = a.released(snapshot)
    wages = [w for w in published.wages if code in w.countries]
    employers = sorted({snapshot.canonical(w.employer) for w in wages})
    parties = tuple(Party.of(snapshot.entities[id]) for id in employers)
    fields = a.assemble(snapshot, wages, prices_of)
    fields |= a.own_pay(snapshot, snapshot.cells_in(code), (), fields["names"])
    return a.CountryPay(country=code, employers=parties, **fields)


def reference_status(view: View) -> ReferenceStatus:
    """Say what the reference lacks for every country and year of a published pay report."""
    return lacking(view.snapshot())


def _check_year(prices_of: int | None) -> None:
    if prices_of is not None and not a.FIRST_YEAR <= prices_of <= a.LAST_YEAR:
        words = f"{prices_of} is no year from {a.FIRST_YEAR} to {a.LAST_YEAR}."
        raise Invalid([Problem("Year of the prices", words)])


def _near_countries(code: str) -> list[tuple[str, str]]:
    """The code in capital letters, where somebody typed it in small ones."""
    return [(code.upper(), "country")] if code.upper() in COUNTRIES else []


def _near_claims(snapshot: Snapshot, published: Published, id: str) -> Sequence[tuple[str, str]]:
    """Published pay reports whose ids come nearest, with the names of their employers."""
    employers = {wage.id: wage.employer for wage in published.wages}
    close = get_close_matches(id[:100], employers, n=_NEAR, cutoff=0.75)
    return [(found, snapshot.entities[employers[found]].name) for found in close]
