"""Pay as the faces ask for it: the gate in front, who is meant, and what the reference lacks for every country and year."""

from collections.abc import Iterator
from decimal import Decimal

import pytest

from supplychain.cli.pay_text import pay_lines
from supplychain.domain.errors import Invalid, NotFound
from supplychain.domain.pay import normalise
from supplychain.domain.pay_answers import released
from supplychain.domain.pay_gate import Cell, CellKey, CountClass, Crossing, HeldBack
from supplychain.domain.pay_missing import NOTHING_LACKS, status
from supplychain.domain.pay_words import PayCode
from supplychain.domain.records import Wage
from supplychain.domain.snapshot import Snapshot
from supplychain.services.pay import pay_of, pay_of_claim, pay_of_country, pay_of_employer, reference_status
from supplychain.store.database import Store, View
from tests import factories as f
from tests import pay_rows as rows


@pytest.fixture
def view(seeded_sqlite_url: str) -> Iterator[View]:
    """The seeds."""
    store = Store(seeded_sqlite_url)
    with store.view() as view:
        yield view
    store.close()


def test_reference_status_lists_every_country_and_year_of_a_live_wage(view: View) -> None:
    snapshot = view.snapshot()
    answer = reference_status(view)
    wages = [c for c in snapshot.live if isinstance(c, Wage)]
    expected = {
        (country, year, wage.id)
        for wage in wages
        for country in wage.countries
        for year in normalise(wage, snapshot.reference).years or (None,)
    }
    assert {(line.country, line.year, id) for line in answer.lines for id in line.wages} == expected
    assert set(answer.placeless) == {w.id for w in wages if not w.countries}
    for line in answer.lines:
        assert (line.code is None) == (line.words == NOTHING_LACKS)


def test_what_is_missing_is_found_for_pay_by_the_piece_and_for_several_countries() -> None:
    """Neither the piece nor the other country may hide that a parity, prices and a living wage are missing."""
    piece = f.wage("w-piece", "x", low="1", high="1", unit="task", countries=("KE", "GH"), start="2023", end="2023")
    snapshot = Snapshot.of([f.source(), f.entity("x", "outsourcer"), piece, *rows.reference().rows.values()])
    lines = status(snapshot, [piece]).lines
    found = {(line.country, line.code) for line in lines}
    assert {("KE", PayCode.CARRIED), ("GH", PayCode.NO_PARITY), ("GH", PayCode.NO_LIVING_WAGE_KNOWN)} <= found
    assert ("KE", PayCode.NO_PARITY) not in found
    assert PayCode.TASK_PAY not in {line.code for line in lines}
    assert {line.year for line in lines} == {2023}


def test_every_published_report_stands_at_its_employer_and_in_its_countries(view: View) -> None:
    snapshot = view.snapshot()
    published = released(snapshot).wages
    assert {w.id for w in published} == {c.id for c in snapshot.live if isinstance(c, Wage)}
    for id in ("sama", "amazon-mechanical-turk"):
        own = {r.shown.claim.id for r in pay_of_employer(view, id).reports}
        assert own == {w.id for w in published if snapshot.canonical(w.employer) == snapshot.canonical(id)}
        assert own
    there = pay_of_country(view, "PH")
    assert {r.shown.claim.id for r in there.reports} == {w.id for w in published if "PH" in w.countries}
    assert {e.id for e in there.employers} == {snapshot.canonical(w.employer) for w in published if "PH" in w.countries}


def test_one_word_finds_employer_country_and_claim(view: View) -> None:
    assert pay_of(view, "sama") == pay_of_employer(view, "sama")
    assert pay_of(view, "PH") == pay_of_country(view, "PH")
    assert pay_of(view, "w-sama-ke-openai", 2024) == pay_of_claim(view, "w-sama-ke-openai", 2024)


def test_what_is_not_there_and_what_is_no_pay_report(view: View) -> None:
    with pytest.raises(NotFound) as missing:
        pay_of_claim(view, "w-sama-ke-openay")
    assert missing.value.near[0] == ("w-sama-ke-openai", "Sama")
    with pytest.raises(NotFound) as unknown:
        pay_of_employer(view, "cloudfactry")
    assert "cloudfactory" in dict(unknown.value.near)
    with pytest.raises(NotFound) as small:
        pay_of_country(view, "ph")
    assert [id for id, _ in small.value.near] == ["PH"]
    with pytest.raises(Invalid, match="kind “link”, which is no pay report"):
        pay_of_claim(view, "l-openai-sama")
    for year in (1899, 2201):
        with pytest.raises(Invalid, match=f"{year} is no year"):
            pay_of_country(view, "PH", year)


class Shown:
    """A view of loose records."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.own = snapshot

    def snapshot(self) -> Snapshot:
        """Give them."""
        return self.own


def test_a_withdrawn_report_is_in_no_list_and_says_why_it_is_not_worked_out() -> None:
    gone = f.wage("w-gone", "x", low="1", high="1", withdrawn_reason="read wrongly", countries=("KE",))
    snapshot = Snapshot.of([f.source(), f.entity("x", "outsourcer"), gone, *rows.reference().rows.values()])
    view: View = Shown(snapshot)  # type: ignore[assignment]
    assert pay_of_employer(view, "x").reports == pay_of_country(view, "KE").reports == ()
    assert reference_status(view).lines == ()
    with pytest.raises(Invalid, match="was withdrawn \\(read wrongly\\)"):
        pay_of_claim(view, "w-gone")


def test_reports_of_workers_are_shown_as_groups_and_classes_only(view: View) -> None:
    key = CellKey(
        crossing=Crossing.EMPLOYER, employer="sama", country="KE", year=2025, currency="KES", unit="hour", basis="net"
    )
    cell = Cell(key=key, submitters=CountClass.TEN, median=Decimal(230), band_low=Decimal(200), band_high=Decimal(260),
                band_percent=50, dominated=True)  # fmt: skip
    held = HeldBack(employer="sama", reports=CountClass.FEW)
    answer = pay_of_employer(view, "sama").model_copy(update={"cells": (cell,), "held_back": (held,)})
    text = "\n".join(pay_lines(answer, working=False))
    assert "10 to 24 workers" in text
    assert "median 230 KES for one hour, 50 % of them 200 to 260. More than half of the reports came through" in text
    assert "Fewer than 5 reports of workers are held back" in text
