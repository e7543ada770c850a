"""What is put comes back: new, changed and unchanged, at every revision, all or nothing."""

from decimal import Decimal

import pytest

from supplychain.domain.errors import Conflict, NotFound
from supplychain.domain.pay_tables import Reference
from supplychain.domain.records import Link, Response, Target, Wage
from supplychain.domain.reference import ReferenceRow
from supplychain.store.database import Store
from supplychain.store.view import KEPT
from tests import factories as f
from tests import pay_rows
from tests.store.conftest import NOON, P_1, SAMA, SECOND_WORLD, WORLD, Recorder


def test_an_empty_database_is_at_revision_0(store: Store) -> None:
    with store.view() as view:
        assert view.revision == 0
        assert view.revisions() == []
        assert (view.snapshot().revision, dict(view.snapshot().entities)) == (0, {})


def test_what_is_put_comes_back(store: Store, record: Recorder) -> None:
    changes = record(*reversed(WORLD))
    assert changes.new == {
        "entities": 4, "sources": 2, "links": 1, "wages": 1, "practices": 1, "figures": 1, "responses": 1,
        "judgements": 1, "requests": 2, "verifications": 1, "minimum_wages": 1, "living_wages": 1, "exchange_rates": 1,
        "purchasing_power": 1, "consumer_prices": 1, "criteria": 1, "questions": 1, "clauses": 1,
    }  # fmt: skip
    with store.view() as view:
        found = view.snapshot()
        assert (view.revision, found.revision, found.recorded_on) == (1, 1, "2026-11-23")
    wanted = f.snapshot(*WORLD)
    assert (found.entities, found.sources, found.claims) == (wanted.entities, wanted.sources, wanted.claims)
    assert (found.judgements, found.requests) == (wanted.judgements, wanted.requests)
    assert found.verifications == wanted.verifications
    assert found.reference_rows == wanted.reference_rows
    assert found.reference == Reference.of(row for row in found.reference_rows if isinstance(row, ReferenceRow))
    assert found.first_seen == dict.fromkeys(("chatgpt", "openai", "sama", "someone"), 1)


def test_reference_rows_have_versions(store: Store, record: Recorder) -> None:
    record(*SECOND_WORLD)
    before = pay_rows.one_of_each(f.SOURCE)
    rate = before[2].model_copy(update={"per_usd": Decimal("2505.7469108587300")})
    changes = record(*before[:2], rate, before[3])
    assert (changes.changed, changes.unchanged.total(), changes.new.total()) == ({"exchange_rates": 1}, 3, 0)
    with store.view() as view:
        assert str(view.snapshot().reference.rows["xr-1"].per_usd) == "2505.7469108587300"
        assert view.verify().problems == ()
    with store.view(1) as view:
        assert view.snapshot().reference_rows == tuple(sorted(before, key=lambda row: row.id))
        assert str(view.snapshot().reference.rows["cp-1"].change) == "-0.80"


def test_criteria_questions_and_clauses_have_versions(store: Store, record: Recorder) -> None:
    record(*WORLD)
    criterion, question, clause = f.checklist()
    changed = criterion.model_copy(update={"practices": ("sick_pay",), "caution_de": ""})
    changes = record(changed, question, clause)
    assert (changes.changed, changes.unchanged.total(), changes.new.total()) == ({"criteria": 1}, 2, 0)
    with store.view() as view:
        assert view.snapshot().checklist.criteria == {"cr-law-1": changed}
        assert view.verify().problems == ()
    with store.view(1) as view:
        assert view.snapshot().checklist.criteria == {"cr-law-1": criterion}
        assert view.snapshot().checklist.questions == (question,)


def test_a_question_and_a_clause_need_their_criteria(record: Recorder) -> None:
    record(f.source())
    for row in (f.question(), f.clause()):
        with pytest.raises(Conflict, match="refers to the criterion “cr-law-1”, which is not there"):
            record(row)


def test_a_reference_row_needs_its_source(record: Recorder) -> None:
    with pytest.raises(Conflict, match="The exchange rate “xr-1” refers to the source “nowhere”, which is not there"):
        record(pay_rows.one_of_each("nowhere")[2])


def test_a_figure_stays_as_it_was_reported(store: Store, record: Recorder) -> None:
    record(*WORLD)
    with store.view() as view:
        wage = view.snapshot().claims["w-1"]
    assert isinstance(wage, Wage)
    assert str(wage.low) == "12.50"


def test_the_same_again_makes_no_revision(store: Store, record: Recorder) -> None:
    record(*WORLD)
    changes = record(*WORLD)
    assert (changes.new.total(), changes.changed.total(), changes.unchanged.total()) == (0, 0, len(WORLD))
    with store.view() as view:
        assert view.revision == 1


def test_a_figure_with_another_zero_is_a_change(record: Recorder) -> None:
    record(*WORLD)
    assert record(f.wage("w-1", "sama", low="12.5", high="13")).changed == {"wages": 1}


def test_a_change_closes_the_old_version_and_opens_a_new_one(store: Store, record: Recorder) -> None:
    record(*WORLD)
    old, new = P_1, f.practice("p-1", "sama", stance="ended", description="No longer.")
    assert record(new, f.practice("p-2", "sama")).changed == {"practices": 1}
    with store.view() as view:
        assert [(v.rec_from, v.rec_to, v.record) for v in view.claim_history("p-1")] == [(1, 2, old), (2, None, new)]
        assert [(v.rec_from, v.rec_to) for v in view.claim_history("p-2")] == [(2, None)]
        assert [(v.rec_from, v.rec_to, v.record) for v in view.entity_history("sama")] == [(1, None, SAMA)]
        assert view.snapshot().claims["p-1"] == new


def test_an_old_revision_gives_the_old_records(store: Store, record: Recorder) -> None:
    record(*WORLD[:5])
    record(*WORLD[5:])
    record(f.entity("sama", "outsourcer", name="Samasource", names=()), f.same("sama", "someone", "same"))
    for as_of, records in ((0, ()), (1, WORLD[:5]), (2, WORLD)):
        wanted = f.snapshot(*records) if records else f.snapshot().of(())
        with store.view(as_of) as view:
            found = view.snapshot()
            assert (view.revision, view.as_of, found.revision) == (3, as_of, as_of)
        assert (found.entities, found.sources, found.claims) == (wanted.entities, wanted.sources, wanted.claims)
        assert found.judgements == wanted.judgements
    with store.view() as view:
        assert view.snapshot().entities["sama"].name == "Samasource"
        assert view.snapshot().first_seen["sama"] == 1
        assert view.snapshot().canonical("someone") == "sama"


@pytest.mark.parametrize("as_of", [-1, 2, 10**12])
def test_a_revision_that_is_not_there_is_not_found(store: Store, record: Recorder, as_of: int) -> None:
    record(*WORLD)
    with pytest.raises(NotFound) as caught, store.view(as_of):
        pass
    assert (caught.value.kind, caught.value.id) == ("revision", str(as_of))


def test_the_history_of_nothing_is_not_found(store: Store) -> None:
    with store.view() as view:
        with pytest.raises(NotFound):
            view.entity_history("nobody")
        with pytest.raises(NotFound):
            view.claim_history("nothing")


def test_the_log_says_who_when_and_why(store: Store, record: Recorder) -> None:
    record(*WORLD, summary="first")
    record(f.entity("sora"), summary="second")
    with store.view() as view:
        first, second = view.revisions()
    assert (first.seq, first.recorded_at, first.actor, first.summary) == (1, "2026-11-23T12:00:00Z", "editor", "first")
    assert (second.seq, second.summary, second.prev_hash) == (2, "second", first.hash)
    assert first.prev_hash == ""


def test_a_second_look_at_a_state_is_the_same_object(store: Store, record: Recorder) -> None:
    record(*WORLD)
    with store.view() as view:
        first = view.snapshot()
    with store.view() as view:
        assert view.snapshot() is first
    record(f.entity("sora"))
    with store.view() as view:
        assert "sora" in view.snapshot().entities
    with store.view(1) as view:
        assert view.snapshot() is first


def test_only_a_few_states_are_kept_in_memory(sqlite_store: Store) -> None:
    record = Recorder(sqlite_store)
    for number in range(KEPT + 2):
        record(f.entity(f"tool-{number}"))
    first = {}
    for _ in range(2):
        for as_of in range(KEPT + 3):
            with sqlite_store.view(as_of) as view:
                assert len(view.snapshot().entities) == as_of
                assert view.snapshot() is not first.get(as_of)
                first[as_of] = view.snapshot()


def test_a_writer_sees_what_it_put(record: Recorder) -> None:
    with record.writer() as writer:
        assert (writer.revision, writer.next) == (0, 1)
        writer.put(WORLD)
        assert writer.snapshot().claims["p-1"] == P_1
        assert writer.snapshot().revision == 1


def test_an_error_in_the_block_takes_everything_back(store: Store, record: Recorder) -> None:
    record(*WORLD)

    def fail_after_writing() -> None:
        with record.writer() as writer:
            writer.put([f.entity("sora"), f.practice("p-1", "sama", stance="ended")])
            writer.end(("sama", "someone"))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail_after_writing()
    with store.view() as view:
        assert view.revision == 1
        assert view.snapshot().claims["p-1"] == P_1
        assert view.snapshot().judgements
        assert "sora" not in view.snapshot().entities
    assert record(f.entity("sora")).new == {"entities": 1}


def test_a_kind_does_not_change(record: Recorder) -> None:
    record(*WORLD)
    with pytest.raises(Conflict, match="recorded as outsourcer and cannot become platform"):
        record(f.entity("sama", "platform"))
    with pytest.raises(Conflict, match="recorded as practice and cannot become wage"):
        record(f.wage("p-1", "sama"))


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (f.practice("p-9", "nobody"), "The practice “p-9” refers to the entity “nobody”, which is not there"),
        (f.practice("p-9", "sama", citations=f.cite("no-source")), "refers to the source “no-source”"),
        (f.practice("p-9", "sama", tools=("chatgpt", "no-tool")), "refers to the entity “no-tool”"),
        (f.response("r-9", "sama", claim="no-claim"), "refers to the claim “no-claim”"),
        (f.source("s-9", origin_of=("no-source",)), "refers to the source “no-source”"),
        (f.entity("sora", same_as_candidates=("nobody",)), "refers to the entity “nobody”"),
        (f.link("l-9", "sama", "provided_by", "openai"), "provided_by does not join outsourcer to vendor"),
    ],
)
def test_what_does_not_fit_is_refused_in_plain_words(store: Store, record: Recorder, wrong: Link, words: str) -> None:
    record(*WORLD)
    with pytest.raises(Conflict, match=words):
        record(f.entity("dall-e"), wrong)
    with store.view() as view:
        assert view.revision == 1


def test_a_record_given_twice_must_be_the_same(record: Recorder) -> None:
    assert record(f.entity("sora"), f.entity("sora")).new == {"entities": 1}
    with pytest.raises(Conflict, match="“sama” is given twice with different content"):
        record(f.entity("sama", "outsourcer"), f.entity("sama", "outsourcer", name="Sama Inc."))


def test_a_record_changes_once_in_a_revision(record: Recorder) -> None:
    record(*WORLD)
    with record.writer() as writer:
        writer.put([f.practice("p-1", "sama", stance="ended")])
        with pytest.raises(Conflict, match="twice in one revision"):
            writer.put([f.practice("p-1", "sama", stance="denied")])


def test_responses_may_speak_to_claims_of_the_same_call(store: Store, record: Recorder) -> None:
    both = Response(
        id="r-0",
        respondent="sama",
        targets=(Target(claim="w-1", stance="clarifies"), Target(entity="sama", stance="denies")),
        does_not_know=("surveillance", "pay"),
        citations=f.cite("a-report"),
    )
    record(both, *WORLD)
    with store.view() as view:
        assert view.snapshot().claims["r-0"] == both


def test_a_judgement_can_be_taken_back_and_made_again(store: Store, record: Recorder) -> None:
    record(*WORLD)
    with record.writer() as writer:
        writer.end(("sama", "someone"))
    with store.view() as view:
        assert view.snapshot().judgements == ()
    with store.view(1) as view:
        assert view.snapshot().judgements == (f.same("sama", "someone", "unsure"),)
    with pytest.raises(NotFound), record.writer() as writer:
        writer.end(("sama", "someone"))
    assert record(f.same("sama", "someone")).new == {"judgements": 1}


def test_numbers_without_point_stay_without(store: Store, record: Recorder) -> None:
    record(*WORLD, f.wage("w-2", "sama", low=None, high=None, mean="100", hours_per_week="0.50", sample_size=7))
    with store.view() as view:
        wage = view.snapshot().claims["w-2"]
    assert isinstance(wage, Wage)
    assert (str(wage.mean), str(wage.hours_per_week), wage.sample_size) == ("100", "0.50", 7)
    assert isinstance(wage.mean, Decimal)


def test_the_time_of_a_revision_needs_a_zone(store: Store) -> None:
    with pytest.raises(ValueError, match="time zone"), store.writer("editor", "x", NOON.replace(tzinfo=None), str):
        pass


@pytest.mark.parametrize(("actor", "summary", "words"), [("editor", "", "what it is about"), ("", "x", "which role")])
def test_a_revision_says_who_and_why(store: Store, actor: str, summary: str, words: str) -> None:
    with pytest.raises(Conflict, match=words), store.writer(actor, summary, NOON, str) as writer:
        writer.put(WORLD)
    with store.view() as view:
        assert view.revision == 0
