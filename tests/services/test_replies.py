"""From the letter to the published answer, or to silence: what is recorded, what is kept, what is refused."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from supplychain.domain import answer_text
from supplychain.domain import replies as d
from supplychain.domain import reports as r
from supplychain.domain.errors import Invalid, NotFound, Refused
from supplychain.domain.people import Role
from supplychain.domain.reach import ANYTHING
from supplychain.domain.records import Request
from supplychain.formats.letters import Letter
from supplychain.services import (
    replies,
    reports,
    request_book,
    request_choice,
    request_letters,
    request_steps,
    requests,
    review,
)
from supplychain.services.browse import show_claim
from supplychain.services.desk import Desk, digest
from supplychain.services.replies import Given
from supplychain.services.requests import Wanted
from supplychain.services.sign_in import Identity
from supplychain.services.trace import trace_tool
from supplychain.services.undo import undo_revision
from supplychain.store.database import Store
from tests.desk import Clock, ask, desk_for, join, letters, remind, token_of

MAIL = "press@sama.example"
ENVELOPE = "Sama\nRiverside Drive\nNairobi"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def desk(seeded_url: str, tmp_path: Path, clock: Clock) -> Iterator[Desk]:
    with closing(Store(seeded_url)) as store:
        yield desk_for(store, tmp_path, clock)


@pytest.fixture
def editor(desk: Desk) -> Identity:
    return join(desk, "ed@labour.example", Role.EDITOR)


def live(desk: Desk):
    with desk.store.view() as view:
        return view.snapshot()


def public(desk: Desk):
    with desk.store.view() as view:
        return requests.list_public(view)


@pytest.fixture
def claims(desk: Desk) -> tuple[str, str]:
    """A link and a practice report that are about Sama."""
    state = live(desk)
    link = next(x.id for x in state.links if x.subject == "openai" and x.object == "sama")
    return link, state.practices_at("sama")[0].id


def wanted(claims, channel=d.Channel.MAIL, to=MAIL, **more) -> Wanted:
    return Wanted("sama", tuple(claims), channel, to, **more)


def given(claims, text="We deny this.\n\nWe pay well.", **more) -> Given:
    return Given(text, {claims[0]: "denies"}, more.pop("language", "en"), **more)


def outcomes(desk: Desk) -> list[tuple[str, str, str]]:
    return [((x.id.rpartition("-")[2] == "2" and "2") or "1", x.channel, x.outcome) for x in live(desk).requests]


def test_an_answer_goes_its_way(desk: Desk, editor: Identity, claims, clock: Clock, tmp_path: Path) -> None:
    asked = ask(desk, wanted(claims))
    letter = next(x for x in letters(tmp_path) if x["To"] == MAIL)
    said = letter.get_content()
    state = live(desk)
    assert letter["To"] == MAIL
    assert asked.link in said
    assert all(state.claims[id].description in said for id in claims)
    assert "10 December 2026" in said
    assert "answers@labour.example" in said
    (request,) = state.requests
    assert (request.asked_on, request.due_on, request.channel) == ("2026-11-26", "2026-12-10", "mail")
    with desk.store.view() as view:
        assert view.revisions()[-1].actor == "editor"

    token = token_of(asked.link)
    assert replies.open_reply(desk, token).stage is replies.Stage.OPEN
    assert replies.open_reply(desk, token.upper().replace("-", " ")).stage is replies.Stage.OPEN
    report = replies.answer(desk, token, given(claims, url="https://sama.example/statement"))
    assert replies.open_reply(desk, token).stage is replies.Stage.SENT
    with pytest.raises(Refused, match="already"):
        replies.answer(desk, token, given(claims))
    assert requests.look(desk, asked.id).step is d.Step.CHECK
    assert live(desk).revision == 2

    seen = review.look(desk, editor.person, report)
    assert seen.reply_to == asked.id
    revision = replies.publish_answer(desk, editor.person, asked.id, seen.report.version, {claims[0]: "yes"})
    assert revision == 3
    state = live(desk)
    assert [x.outcome for x in state.requests] == ["answered"]
    (inquiry,) = public(desk).inquiries
    answer = state.claims[inquiry.answers[0]]
    assert answer_text.paragraphs(answer_text.says_in_full(answer)) == ("We deny this.", "We pay well.")
    assert answer.targets[0].addresses_point == "yes"
    with desk.store.view() as view:
        assert "disputed" in show_claim(view, claims[0]).shown.states
        assert '"disputed"' in trace_tool(view, "chatgpt", ANYTHING).model_dump_json()
        assert view.verify().problems == ()
    assert replies.open_reply(desk, token).stage is replies.Stage.PUBLISHED


def test_only_the_form_is_checked(desk: Desk, editor: Identity, claims) -> None:
    asked = ask(desk, wanted(claims))
    token = token_of(asked.link)
    id = replies.answer(desk, token, given(claims))
    review.claim(desk, editor.person, id)
    version = review.look(desk, editor.person, id).report.version
    with pytest.raises(Refused, match="only its form"):
        review.refuse(desk, editor.person, id, version, r.Reason.NOT_CREDIBLE, "")
    with pytest.raises(Refused, match="only its form"):
        review.amend(desk, editor.person, id, r.Content())
    with pytest.raises(Refused, match="only its form"):
        review.accept(desk, editor.person, id, version, {"anything"}, "", r.Reason.UNCLEAR)
    replies.return_answer(desk, editor.person, asked.id, version, r.Reason.PERSONAL, "The second line names a worker.")
    opened = replies.open_reply(desk, token)
    assert (opened.stage, opened.told[-1].words) == (replies.Stage.RETURNED, "The second line names a worker.")
    before = opened.answer.response
    with pytest.raises(Refused, match="only its form"):
        reports.save(desk, reports.Sender(code=token), id, r.Content())
    assert replies.answer(desk, token, given(claims, "We deny it.")) == id
    assert replies.open_reply(desk, token).answer.response == before


def test_silence_takes_two_requests_over_two_channels(desk: Desk, editor: Identity, claims, clock: Clock) -> None:
    id = ask(desk, wanted(claims)).id
    with pytest.raises(Refused, match="not due yet"):
        remind(desk, id, d.Channel.LETTER, ENVELOPE)
    clock.pass_(days=15)
    assert requests.look(desk, id).step is d.Step.REMIND
    with pytest.raises(Refused, match="only after two requests"):
        request_steps.close_silent(desk, id)
    with pytest.raises(Refused, match="another channel"):
        remind(desk, id, d.Channel.MAIL, MAIL)
    again = remind(desk, id, d.Channel.LETTER, ENVELOPE, "de")
    with pytest.raises(Refused, match="only after two requests"):
        request_steps.close_silent(desk, id)
    request_steps.extend(desk, id)
    with pytest.raises(Refused, match="once already"):
        request_steps.extend(desk, id)
    clock.pass_(days=15)
    with pytest.raises(Refused, match="only after two requests"):
        request_steps.close_silent(desk, id)
    clock.pass_(days=7)
    assert requests.list_desk(desk).inquiries[0].step is d.Step.CLOSE
    request_steps.close_silent(desk, id)
    assert outcomes(desk) == [("1", "mail", "no_answer"), ("2", "letter", "no_answer")]
    assert public(desk).tallies[0].silent == 1
    with pytest.raises(Refused, match="ended"):
        request_steps.withdraw_request(desk, id)
    assert b"%PDF" in request_letters.print_letter(desk, f"{id}-2")[:10]

    # An answer that comes late is still taken.
    report = replies.answer(desk, token_of(again.link), given(claims))
    version = review.look(desk, editor.person, report).report.version
    replies.publish_answer(desk, editor.person, id, version, {claims[0]: "no"})
    counted = public(desk).tallies[0]
    assert (counted.asked, counted.answered, counted.beside_the_point, counted.silent) == (1, 1, 1, 0)


def test_no_silence_while_an_answer_waits(desk: Desk, editor: Identity, claims, clock: Clock) -> None:
    asked = ask(desk, wanted(claims))
    clock.pass_(days=15)
    remind(desk, asked.id, d.Channel.FORM, "https://sama.example/contact")
    clock.pass_(days=15)
    replies.answer(desk, token_of(asked.link), given(claims))
    for refused in (request_steps.close_silent, request_steps.withdraw_request):
        with pytest.raises(Refused, match="waits for its form"):
            refused(desk, asked.id)


def test_a_letter_that_came_back_is_sent_anew(desk: Desk, claims) -> None:
    id = ask(desk, wanted(claims)).id
    request_steps.came_back(desk, id)
    assert requests.look(desk, id).step is d.Step.REMIND
    remind(desk, id, d.Channel.MAIL, "office@sama.example")
    assert outcomes(desk) == [("1", "mail", "undeliverable"), ("2", "mail", "open")]


@pytest.mark.parametrize("token", ["", "x", "0000-0000-0000-0000-0000-0000", "../etc", "é" * 24])
def test_forged_links_open_nothing(desk: Desk, claims, token: str) -> None:
    ask(desk, wanted(claims))
    with pytest.raises(Refused, match="not whole"):
        replies.open_reply(desk, token)


def test_a_link_of_another_installation_opens_nothing(desk: Desk, claims) -> None:
    asked = ask(desk, wanted(claims))
    with desk.store.replies() as kept:
        link = kept.link(asked.id)
    other = replace(desk, given_key="x" * 40)
    with pytest.raises(Refused, match="not whole"):
        replies.open_reply(desk, request_book.code_of(other, link.request, link.chance))
    assert digest(link.chance) != digest(token_of(asked.link))


def test_a_link_holds_sixty_days_longer(desk: Desk, claims, clock: Clock) -> None:
    asked = ask(desk, wanted(claims))
    clock.pass_(days=74)
    assert replies.open_reply(desk, token_of(asked.link)).late
    clock.pass_(days=1)
    with pytest.raises(Refused, match="run out"):
        replies.open_reply(desk, token_of(asked.link))


def test_what_was_taken_back_needs_no_answer(desk: Desk, claims) -> None:
    asked = ask(desk, wanted(claims))
    request_steps.withdraw_request(desk, asked.id)
    with pytest.raises(Refused, match="took this request back"):
        replies.open_reply(desk, token_of(asked.link))
    assert public(desk).tallies[0].asked == 0
    ask(desk, wanted(claims))


def test_one_link_answers_one_inquiry(desk: Desk, claims) -> None:
    asked = ask(desk, wanted(claims[:1]))
    with pytest.raises(Invalid, match="being asked about"):
        ask(desk, wanted(claims))
    with pytest.raises(Invalid, match="not said what is answered"):
        replies.answer(desk, token_of(asked.link), Given("No.", {claims[1]: "denies"}, "en"))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "missing"),
        ("x" * 9001, "too long"),
        ("- We deny it.", "begins with"),
        ("We \u202edeny\u202c it.", "cannot be seen"),
        ("Write to boss@sama.example", "e-mail address"),
        ("Call +254 700 123 456", "phone number"),
        ("Ask Mr Kamau about it.", "name of a person"),
    ],
)
def test_an_answer_that_cannot_be_printed_is_told_so(desk: Desk, claims, text: str, said: str) -> None:
    asked = ask(desk, wanted(claims))
    with pytest.raises(Invalid, match=said):
        replies.answer(desk, token_of(asked.link), given(claims, text))
    assert replies.open_reply(desk, token_of(asked.link)).stage is replies.Stage.OPEN


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "<b>We</b> deny & repeat it.", "لا صحة لهذا"])
def test_words_are_kept_as_they_are(desk: Desk, claims, text: str) -> None:
    asked = ask(desk, wanted(claims))
    replies.answer(desk, token_of(asked.link), given(claims, text, language="ar"))
    assert replies.open_reply(desk, token_of(asked.link)).answer.text == text


def test_a_name_can_be_confirmed(desk: Desk, claims) -> None:
    asked = ask(desk, wanted(claims))
    replies.answer(desk, token_of(asked.link), given(claims, "Mr Kamau speaks for us.", names_meant=True))


def test_to_whom_letters_went_is_not_kept_for_ever(desk: Desk, claims, clock: Clock) -> None:
    id = ask(desk, wanted(claims)).id
    request_steps.withdraw_request(desk, id)
    clock.pass_(days=30)
    requests.list_desk(desk)
    assert requests.look(desk, id).letters[0].sent_to == MAIL
    clock.pass_(days=1)
    requests.list_desk(desk)
    assert requests.look(desk, id).letters[0].sent_to == ""


def test_a_worker_organisation_is_asked_about_an_answer(desk: Desk, editor: Identity) -> None:
    state = live(desk)
    organisation = next(x.subject for x in state.links if x.relation == "organises")
    with desk.store.view() as view:
        offered = request_choice.claims_to_ask(view, organisation)
    answers = [p.id for p in offered if p.id in {x.id for x in state.responses}]
    assert answers
    asked = ask(desk, Wanted(organisation, (answers[0],), d.Channel.LETTER, "The union"))
    replies.answer(desk, token_of(asked.link), Given("Not so.", {answers[0]: "denies"}, "en"))
    waiting = requests.look(desk, asked.id).answer
    assert waiting.stances == {answers[0]: "denies"}
    replies.publish_answer(desk, editor.person, asked.id, waiting.version, {answers[0]: "yes"})
    with desk.store.view() as view:
        assert "disputed" in show_claim(view, answers[0]).shown.states
        given = show_claim(view, waiting.response)
    assert (given.shown.claim.asserted_by, given.sources[0].kind) == ("worker_organisation", "ngo_report")
    assert public(desk).tallies[0].answered == 1


def test_what_cannot_be_asked(desk: Desk, claims) -> None:
    for bad, said in (
        (wanted(()), "nothing to ask"),
        (wanted(["l-nothing"]), "no such claim"),
        (wanted(claims, to="nobody"), "e-mail address"),
        (wanted(claims, d.Channel.LETTER, " \n "), "to whom"),
        (wanted(claims, note="Call me at +254 700 123 456"), "phone number"),
        (wanted(claims)._replace(respondent="chatgpt"), "asked nothing"),
    ):
        with pytest.raises(Invalid, match=said):
            ask(desk, bad)
    with pytest.raises(NotFound, match="nobody"):
        ask(desk, wanted(claims)._replace(respondent="nobody"))
    assert live(desk).requests == ()
    with pytest.raises(NotFound):
        requests.look(desk, "q-nothing")


def test_letters_say_nothing_of_sources(desk: Desk, claims) -> None:
    state = live(desk)
    for language in ("en", "de"):
        letter = requests.preview(desk, wanted(claims, language=language))
        assert isinstance(letter, Letter)
        for id in claims:
            for cited in state.claims[id].citations:
                source = state.sources[cited.source]
                assert source.title not in letter.text
                assert not source.url or source.url not in letter.text
        assert "{" not in letter.text
        assert "\n\n\n" not in letter.text


def test_requests_from_elsewhere_are_shown_and_never_silent_alone(desk: Desk, claims, clock: Clock) -> None:
    one = Request(id="q-x", respondent="sama", asked_on="2024", channel="mail", outcome="no_answer", claims=claims[:1])
    with desk.store.writer("editor", "from a package", clock(), desk.chance) as writer:
        writer.put([one])
    (inquiry,) = public(desk).inquiries
    assert inquiry.state is d.State.OPEN
    assert requests.look(desk, "q-x").link == ""
    with pytest.raises(NotFound):
        request_steps.close_silent(desk, "q-x")


# -- a record that was undone ----------------------------------------------------------------------------------------------


def undo_last(desk: Desk) -> None:
    undo_revision(desk.store, f"{live(desk).revision}", "editor", "the wrong firm", desk.clock(), desk.chance)


def test_nothing_counts_from_a_record_that_was_undone(desk: Desk, editor: Identity, claims, clock: Clock) -> None:
    asked = ask(desk, wanted(claims))
    undo_last(desk)
    seen = requests.look(desk, asked.id)
    assert (seen.inquiry.state, seen.step, seen.inquiry.requests) == (d.State.UNDONE, d.Step.RECORD, ())
    assert [f"{letter.undone}" for letter in seen.letters] == ["2026-11-26"]
    (row,) = requests.list_desk(desk).inquiries
    assert (row.state, row.step, row.due) == (d.State.UNDONE, d.Step.RECORD, None)
    assert public(desk).inquiries == ()
    clock.pass_(days=100)
    for step in (request_steps.close_silent, request_steps.extend, request_steps.came_back):
        with pytest.raises(Refused, match="record it again or close"):
            step(desk, asked.id)
    with pytest.raises(Refused, match="record it again or close"):
        requests.remind(desk, asked.id, d.Channel.LETTER, ENVELOPE)
    with pytest.raises(Invalid, match="being asked"):
        ask(desk, wanted(claims))
    request_steps.record_again(desk, asked.id)
    (again,) = live(desk).requests
    assert (again.id, again.asked_on, again.outcome) == (asked.id, "2026-11-26", "open")
    assert requests.look(desk, asked.id).inquiry.state is d.State.OPEN
    with pytest.raises(Refused, match="No record of a letter"):
        request_steps.record_again(desk, asked.id)
    assert "recorded again" in desk_log(desk)[-1]


def desk_log(desk: Desk) -> list[str]:
    with desk.store.view() as view:
        return [entry.summary for entry in view.revisions()]


def test_an_inquiry_whose_record_was_undone_is_closed_without_a_record(desk: Desk, claims, clock: Clock) -> None:
    asked = ask(desk, wanted(claims))
    undo_last(desk)
    before = live(desk).revision
    request_steps.withdraw_request(desk, asked.id)
    seen = requests.look(desk, asked.id)
    assert (seen.inquiry.state, seen.step) == (d.State.WITHDRAWN, d.Step.NOTHING)
    assert (live(desk).revision, public(desk).inquiries) == (before, ())
    with pytest.raises(Refused, match="took this request back"):
        replies.open_reply(desk, token_of(asked.link))
    ask(desk, wanted(claims))  # the same can be asked anew


def test_a_second_letter_whose_record_was_undone_is_no_silence(desk: Desk, claims, clock: Clock) -> None:
    asked = ask(desk, wanted(claims))
    clock.pass_(days=15)
    remind(desk, asked.id, d.Channel.LETTER, ENVELOPE)
    undo_last(desk)
    clock.pass_(days=30)
    assert requests.look(desk, asked.id).step is d.Step.RECORD
    with pytest.raises(Refused, match="record it again or close"):
        request_steps.close_silent(desk, asked.id)
    request_steps.withdraw_request(desk, asked.id)
    seen = requests.look(desk, asked.id)
    assert (seen.inquiry.state, seen.step, len(seen.letters)) == (d.State.OPEN, d.Step.REMIND, 1)
    remind(desk, asked.id, d.Channel.LETTER, ENVELOPE)
    assert outcomes(desk) == [("1", "mail", "open"), ("2", "letter", "open")]


def test_a_first_letter_is_not_closed_under_the_second(desk: Desk, claims, clock: Clock) -> None:
    asked = ask(desk, wanted(claims))
    first = live(desk).revision
    clock.pass_(days=15)
    remind(desk, asked.id, d.Channel.LETTER, ENVELOPE)
    undo_revision(desk.store, f"{first}", "editor", "the wrong firm", desk.clock(), desk.chance)
    with pytest.raises(Refused, match="later letter"):
        request_steps.withdraw_request(desk, asked.id)
    request_steps.record_again(desk, asked.id)
    assert requests.look(desk, asked.id).inquiry.state is d.State.REMINDED


def test_an_answer_waits_until_its_record_is_settled(desk: Desk, editor: Identity, claims) -> None:
    asked = ask(desk, wanted(claims))
    undo_last(desk)
    report = replies.answer(desk, token_of(asked.link), given(claims))
    with desk.store.reports() as kept:
        version = kept.get(report).report.version
    with pytest.raises(Refused, match="record it again or close"):
        replies.publish_answer(desk, editor.person, asked.id, version, {})
    with pytest.raises(Refused, match="Look at it first"):
        request_steps.withdraw_request(desk, asked.id)
    request_steps.record_again(desk, asked.id)
    assert replies.publish_answer(desk, editor.person, asked.id, version, {})
    assert outcomes(desk) == [("1", "mail", "answered")]


def test_a_silence_that_was_undone_lets_the_inquiry_run_on(desk: Desk, claims, clock: Clock) -> None:
    asked = ask(desk, wanted(claims))
    clock.pass_(days=15)
    remind(desk, asked.id, d.Channel.LETTER, ENVELOPE)
    clock.pass_(days=30)
    request_steps.close_silent(desk, asked.id)
    with desk.store.replies() as kept:
        assert kept.link(asked.id).ended == clock().date()
    undo_last(desk)
    with desk.store.replies() as kept:
        assert kept.link(asked.id).ended is None
    assert requests.look(desk, asked.id).inquiry.state is d.State.REMINDED
    clock.pass_(days=200)
    requests.list_desk(desk)
    assert requests.look(desk, asked.id).letters[0].sent_to
