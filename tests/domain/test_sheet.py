"""The sheet: only what the trace shows, nothing that is no finding, and never a good word out of silence."""

from supplychain.domain.sheet import SheetAnswer, sheet
from supplychain.domain.trace import trace
from tests import factories as f

TOOL = (f.entity("tool"), f.entity("maker", "vendor"), f.entity("firm", "outsourcer"), f.entity("other", "outsourcer"))
MADE = f.link("l-made", "tool", "provided_by", "maker")
NAMED = f.link("l-named", "maker", "data_work_by", "firm", "tool", countries=("KE",))


def of(*records: object) -> SheetAnswer:
    return sheet(trace(f.snapshot(*TOOL, *records), "tool"))


def test_pay_is_told_by_country_and_as_reported() -> None:
    found = of(
        MADE,
        NAMED,
        f.wage("w-1", "firm", low="1.50", high="3", countries=("KE",), reported_on="2021-05"),
        f.wage("w-2", "firm", low=None, high="2", countries=("KE",), reported_on="2023"),
        f.wage("w-3", "firm", low="15", high="15", countries=("US",)),
        f.wage("w-4", "firm", low="12", high="12", basis="paid_by_client", countries=("KE",)),
        f.wage("w-5", "firm", low="9", high="9", withdrawn_reason="wrong"),
        f.wage("w-6", "other", low="99", high="99"),
    )
    kenya, america = found.pay
    assert (str(kenya.low), str(kenya.high), kenya.reports, kenya.first, kenya.last) == ("1.50", "3", 2, "2021", "2023")
    assert (str(america.low), america.countries, america.first) == ("15", ("US",), "")
    assert found.pay_reports == 3
    assert not found.only_possible


def test_what_is_denied_refuted_or_taken_back_is_no_practice() -> None:
    found = of(
        MADE,
        NAMED,
        f.practice("p-1", "firm"),
        f.practice("p-2", "firm", practice="webcam_capture", stance="denied"),
        f.practice("p-3", "firm", practice="sick_pay"),
        f.practice("p-4", "firm", practice="withheld_pay", withdrawn_reason="wrong"),
        f.practice("p-5", "maker", practice="screenshots", tools=("tool",)),
    )
    assert [(p.code, p.group, p.employers) for p in found.practices] == [
        ("screenshots", "surveillance", ("firm", "maker")),
        ("sick_pay", "good_practice", ("firm",)),
    ]


def test_what_is_only_possible_is_said_to_be_so_and_stands_back_for_what_is_named() -> None:
    possible = f.link("l-any", "maker", "data_work_by", "other")
    alone = of(MADE, possible, f.wage("w-1", "other"))
    assert alone.only_possible
    assert alone.pay_reports == 1
    assert alone.summary.named == 0
    both = of(MADE, possible, NAMED, f.wage("w-1", "other"))
    assert not both.only_possible
    assert both.pay == ()


def test_nothing_known_is_a_gap() -> None:
    found = of()
    assert (found.makers, found.employers, found.reported_at) == ((), (), 0)
    assert [g.code for g in found.gaps][:1] == ["nothing_known"]
    assert {row.section for row in found.table()} == {"gap"}


def test_answers_and_silences() -> None:
    found = of(
        MADE,
        NAMED,
        f.wage("w-1", "firm"),
        f.response("r-1", "firm", claim="w-1"),
        f.response("r-2", "maker", "no_answer", claim="w-1"),
    )
    assert (found.answers, found.silent) == (1, ("maker",))
