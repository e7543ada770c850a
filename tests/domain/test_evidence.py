"""The published grade rule, case by case, and its laws."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supplychain.domain.evidence import EvidenceClass, Grade, classify, roots, voices_of, weigh
from supplychain.domain.records import Claim, Response, Source, Target
from tests import factories as f

ORIGINAL = {"kind": "investigation", "quality": "original", "seen": "yes"}


def grade(claim: Claim, *sources: Source) -> Grade:
    """Grade a claim by sources."""
    return weigh(claim, {s.id: s for s in sources}).grade


def link(*ids: str, **changes: object) -> Claim:
    """A supply link cited in these sources."""
    return f.link("l-x", "openai", "data_work_by", "sama", citations=f.cite(*ids), **changes)


@pytest.mark.parametrize(
    ("source", "asserted_by", "expected"),
    [
        ({"kind": "court_record"}, "court_finding", Grade.A),
        ({"kind": "regulator"}, "regulator", Grade.A),
        ({"kind": "court_record"}, "court_filing", Grade.C),
        ({"kind": "investigation"}, "court_finding", Grade.C),
        ({"kind": "study"}, "researcher", Grade.B),
        ({"kind": "study"}, "workers", Grade.C),
        ({"kind": "investigation"}, "reporter_saw", Grade.B),
        ({"kind": "investigation"}, "worker", Grade.C),
        ({"kind": "ngo_report"}, "workers", Grade.C),
        ({"kind": "company_statement"}, "client", Grade.B),
        ({"kind": "company_statement"}, "unknown", Grade.D),
        ({"kind": "reference"}, "researcher", Grade.D),
        ({"kind": "investigation", "quality": "copy"}, "reporter_saw", Grade.D),
        ({"kind": "court_record", "seen": "secondary"}, "court_finding", Grade.D),
    ],
)
def test_one_source(source: dict[str, str], asserted_by: str, expected: Grade) -> None:
    assert grade(link("s", asserted_by=asserted_by), f.source("s", **source)) is expected


def test_two_independent_first_hand_sources_are_b_and_with_a_primary_a() -> None:
    one, two = f.source("one"), f.source("two")
    assert grade(link("one", "two"), one, two) is Grade.B
    study = f.source("study", kind="study")
    assert grade(link("one", "study", asserted_by="researcher"), one, study) is Grade.A


def test_two_relayed_are_c_and_one_publisher_is_one_voice() -> None:
    one, two = f.source("one", kind="reference"), f.source("two", kind="reference")
    assert grade(link("one", "two"), one, two) is Grade.C
    same = f.source("two", kind="reference", publisher=one.publisher.upper())
    assert grade(link("one", "two"), one, same) is Grade.D


def test_copies_of_one_origin_count_once() -> None:
    copies = [f.source(f"copy-{n}", quality="copy", origin_of=("copy:Reuters",)) for n in range(5)]
    assert grade(link(*(c.id for c in copies)), *copies) is Grade.D
    original = f.source("reuters", publisher="Reuters")
    assert weigh(link("reuters", "copy-0"), {s.id: s for s in (*copies, original)}).voices == 1


def test_a_firm_that_praises_itself_is_d_and_against_its_interest_b() -> None:
    own = {"asserted_by": "firm_itself", "citations": f.cite("s")}
    statement = f.source("s", kind="company_statement")
    assert grade(f.practice("p-x", "sama", practice="psychological_support", **own), statement) is Grade.D
    assert grade(f.wage("w-x", "sama", **own), statement) is Grade.D
    assert grade(f.practice("p-x", "sama", practice="screen_recording", **own), statement) is Grade.B
    for stance in ("denied", "ended"):
        denial = f.practice("p-x", "sama", practice="screen_recording", stance=stance, **own)
        assert grade(denial, statement) is Grade.D, "what it says of itself is no proof"
        admission = f.practice("p-x", "sama", practice="psychological_support", stance=stance, **own)
        assert grade(admission, statement) is Grade.B


def test_an_inferred_link_is_c_at_best() -> None:
    court = f.source("s", kind="court_record")
    assert grade(link("s", asserted_by="court_finding", stance="inferred"), court) is Grade.C


def test_a_contradiction_is_shown_and_not_subtracted() -> None:
    one, two = f.source("one", kind="study"), f.source("two")
    claim = f.link(
        "l-x", "openai", "data_work_by", "sama", asserted_by="researcher",
        citations=(*f.cite("one"), *f.cite("two", stance="contradicts")),
    )  # fmt: skip
    evidence = weigh(claim, {"one": one, "two": two})
    assert (evidence.grade, evidence.contradicted_by) == (Grade.B, ("two",))


def test_roots_go_through_chains_and_end_in_circles() -> None:
    chain = {
        "a": f.source("a", origin_of=("b",)),
        "b": f.source("b", origin_of=("c", "copy:AFP")),
        "c": f.source("c"),
        "x": f.source("x", origin_of=("y",)),
        "y": f.source("y", origin_of=("x",)),
    }
    assert roots("a", chain) == {"c", "copy:AFP"}
    assert roots("x", chain) == roots("y", chain) == {"x"}


@st.composite
def sources(draw: st.DrawFn) -> dict[str, Source]:
    ids = [f"s{n}" for n in range(draw(st.integers(1, 6)))]
    made = {}
    for id in ids:
        origins = draw(st.lists(st.sampled_from([*ids, "copy:Reuters", "copy:AFP"]), max_size=2, unique=True))
        made[id] = f.source(
            id,
            kind=draw(st.sampled_from(["investigation", "study", "court_record", "reference", "company_statement"])),
            quality="copy" if origins else "original",
            origin_of=tuple(o for o in origins if o != id),
            publisher=draw(st.sampled_from(["", "TIME", "Reuters", "BBC"])),
        )
    return made


@given(sources(), st.sampled_from(["unknown", "researcher", "court_finding", "client"]), st.data())
def test_more_support_never_lowers_a_grade(made: dict[str, Source], asserted_by: str, data: st.DataObject) -> None:
    ids = sorted(made)
    some = data.draw(st.lists(st.sampled_from(ids), min_size=1, unique=True))
    few, all_ = weigh(link(*some, asserted_by=asserted_by), made), weigh(link(*ids, asserted_by=asserted_by), made)
    assert all_.grade <= few.grade or all_.voices < few.voices
    assert 1 <= few.voices <= len(some)


@given(sources())
def test_a_voice_is_shared_exactly_by_what_hangs_together(made: dict[str, Source]) -> None:
    voices = voices_of(made, made)
    for a in made:
        for b in made:
            if roots(a, made) & roots(b, made):
                assert voices[a] == voices[b]
    assert set(voices.values()) == set(range(1, max(voices.values()) + 1))


def test_every_class_can_be_reached() -> None:
    assert classify(link("s"), f.source("s")) is EvidenceClass.FIRST_HAND


def test_what_a_firm_answers_about_itself_is_d_and_that_it_refuses_is_b() -> None:
    statement = f.source("s", kind="company_statement")
    for stance, expected in (("answers", Grade.D), ("refuses", Grade.B), ("does_not_know", Grade.B)):
        target = Target(entity="sama", question="qu-1", stance=stance)
        answer = Response(
            id="r-x", respondent="sama", asserted_by="firm_itself", citations=f.cite("s"), targets=(target,)
        )
        assert grade(answer, statement) is expected
