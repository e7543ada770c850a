"""Judging who is who on both databases: one revision each, reversible, and the same through page, JSON and command."""

import itertools
import json
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime

import pytest

from supplychain.domain.errors import Conflict, Invalid, NotFound
from supplychain.domain.reach import Asked
from supplychain.services.browse import show_entity
from supplychain.services.identity import Hand, export_resolver, judge, list_identities, show_pair, unjudge
from supplychain.store.database import Store

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.fixture
def store(seeded_url: str) -> Iterator[Store]:
    with closing(Store(seeded_url)) as store:
        yield store


@pytest.fixture
def hand() -> Hand:
    numbers = itertools.count()
    return Hand("editor", NOON, lambda: f"{next(numbers):032x}")


def test_a_judgement_is_one_revision_and_can_be_taken_back(store: Store, hand: Hand) -> None:
    report = judge(store, "lionbridge-ai", "lionbridge", "same", "one  firm", "", hand)
    assert (report.revision, report.recorded, report.left) == (2, True, "lionbridge")
    assert report.shown_as == ("lionbridge", "lionbridge")
    with store.view() as view:
        (judged,) = list_identities(view).judgements
        assert (judged.reason, judged.score, judged.since, judged.since_on) == ("one firm", "87", 2, "2026-11-24")
        assert view.revisions()[-1].actor == "editor"
        assert view.revisions()[-1].summary == "Judged the same: lionbridge, lionbridge-ai"
        moved = show_entity(view, "lionbridge-ai", Asked())
        assert (moved.entity.id, moved.merged.id, moved.merged.reasons) == (
            "lionbridge",
            "lionbridge-ai",
            ("one firm",),
        )
        assert "lionbridge-ai" not in {p.id for p in moved.candidates}
    again = judge(store, "lionbridge", "lionbridge-ai", "same", "one firm", "", hand)
    assert (again.revision, again.recorded) == (2, False)
    back = unjudge(store, "lionbridge-ai", "lionbridge", hand)
    assert (back.revision, back.judgement, back.shown_as) == (3, "", ("lionbridge", "lionbridge-ai"))
    with store.view() as view:
        assert list_identities(view).judgements == ()
        assert show_entity(view, "lionbridge-ai", Asked()).entity.id == "lionbridge-ai"
        assert show_entity(view, "lionbridge-ai", Asked()).merged is None
        assert view.verify().problems == ()
    with store.view(2) as view:
        assert show_entity(view, "lionbridge-ai", Asked()).entity.id == "lionbridge"


def test_a_judgement_can_be_changed_and_parked(store: Store, hand: Hand) -> None:
    judge(store, "dataannotation", "surge-ai", "unsure", "asked the firm", "", hand)
    with store.view() as view:
        answer = list_identities(view)
        assert [j.judgement for j in answer.undecided] == ["unsure"]
        assert ("dataannotation", "surge-ai") not in {(c.left.id, c.right.id) for c in answer.candidates}
    judge(store, "dataannotation", "surge-ai", "different", "two firms", "", hand)
    with store.view() as view:
        answer = list_identities(view)
        assert ([j.reason for j in answer.judgements], answer.undecided) == (["two firms"], ())
        assert show_pair(view, "surge-ai", "dataannotation").judged.judgement == "different"
        line = json.loads(export_resolver(view))
    assert line == ["surge-ai", "dataannotation", "negative", None, "editor", "2026-11-24T12:00:00+00:00"]


def test_what_cannot_be_judged_is_refused_and_nothing_is_recorded(store: Store, hand: Hand) -> None:
    judge(store, "lionbridge", "lionbridge-ai", "same", "one firm", "", hand)
    judge(store, "lionbridge-ai", "telus-ai-community", "same", "renamed", "", hand)
    for left, right, judgement, kind, words in (
        ("lionbridge", "telus-ai-community", "different", Conflict, "lionbridge = lionbridge-ai = telus-ai-community"),
        ("chatgpt", "openai", "same", Conflict, "is a product"),
        ("sama", "sama", "same", Invalid, "Both ids are the same"),
        ("sama", "samaa", "same", NotFound, "samaa"),
        ("sama", "appen", "alike", Invalid, "judgement"),
    ):
        with pytest.raises(kind, match=words):
            judge(store, left, right, judgement, "because", "", hand)
    with pytest.raises(NotFound):
        unjudge(store, "sama", "appen", hand)
    with store.view() as view:
        assert view.revision == 3


@pytest.mark.parametrize("reason", ["", "   ", "=1+1", "-x", "ask someone@example.org"])
def test_a_reason_has_to_be_fit_for_everybody(seeded_sqlite_url: str, hand: Hand, reason: str) -> None:
    with closing(Store(seeded_sqlite_url)) as store, pytest.raises(Invalid) as caught:
        judge(store, "sama", "appen", "different", reason, "no-such-source", hand)
    assert [p.where for p in caught.value.problems] == ["reason", "source"]
