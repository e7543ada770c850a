"""Answers to the questionnaire that cannot be taken, or come late, twice, from two windows, to a list that changed."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from supplychain.cli import main
from supplychain.domain import replies as a
from supplychain.domain.criteria import Question
from supplychain.domain.disclosures import Said, answered_about, row_words
from supplychain.domain.errors import Conflict, Invalid, Refused
from supplychain.domain.evidence import weigh
from supplychain.domain.people import Role
from supplychain.domain.records import Judgement
from supplychain.domain.reports import Reason
from supplychain.services import disclosures, replies, request_letters, request_steps, requests
from supplychain.services.desk import Desk
from supplychain.services.disclosure_rows import Row
from supplychain.services.reply_waiting import answer_in
from supplychain.services.requests import Wanted
from supplychain.services.sign_in import Identity
from supplychain.store.database import Store
from tests.desk import Clock, ask, desk_for, join, remind, set_up_codes, token_of

TOOL, MAIL = "chatgpt", "press@openai.example"
ASKED = ("qu-a1", "qu-b1", "qu-d1")


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


def wanted(respondent: str = "openai", about: str = TOOL, questions: tuple[str, ...] = ASKED) -> Wanted:
    return Wanted(respondent, (), a.Channel.MAIL, MAIL, about=about, questions=questions)


@pytest.fixture
def token(desk: Desk) -> str:
    return token_of(ask(desk, wanted()).link)


def live(desk: Desk):
    with desk.store.view() as view:
        return view.snapshot()


def say(desk: Desk, token: str, text: str = "We do not name them.", stance: str = "answers", question="qu-a1") -> None:
    found = disclosures.open_disclosure(desk, token)
    theme = next(q.theme for q in found.questions if q.id == question)
    mark = found.draft.mark(found.of_theme(theme))
    disclosures.save_theme(desk, token, theme, mark, {question: Said(stance=stance, text=text)})


def send(desk: Desk, token: str, **more: bool) -> str:
    return disclosures.send(desk, token, "en", names_meant=more.get("names_meant", False))


def publish(desk: Desk, editor: Identity, id: str) -> int | None:
    seen = requests.look(desk, id)
    assert seen.answer is not None
    return replies.publish_answer(desk, editor.person, id, seen.answer.version, {})


def only(desk: Desk) -> str:
    (inquiry,) = requests.list_desk(desk).inquiries
    return inquiry.id


def test_what_cannot_be_asked(desk: Desk) -> None:
    for bad, said in (
        (wanted(questions=("qu-zz",)), "nothing to ask"),
        (wanted(questions=()), "nothing to ask"),
        (wanted(about="gpt-9"), "cannot be about"),
        (wanted(about="sama"), "cannot be about"),
        (wanted(respondent=TOOL), "asked nothing"),
        (wanted()._replace(to="nobody"), "e-mail address"),
    ):
        with pytest.raises(Invalid, match=said):
            requests.ask(desk, bad)
    requests.ask(desk, wanted())
    with pytest.raises(Invalid, match="being asked about this already"):
        requests.ask(desk, wanted())
    requests.ask(desk, wanted(about="openai"))


def test_links_that_open_nothing(desk: Desk, token: str, clock: Clock) -> None:
    for forged in ("", "x", "0000-0000-0000-0000-0000-0000", "é" * 24):
        with pytest.raises(Refused, match="not whole"):
            disclosures.open_disclosure(desk, forged)
    with pytest.raises(Refused, match="opens a questionnaire"):
        replies.open_reply(desk, token)
    claim = live(desk).practices_at("sama")[0].id
    other = token_of(ask(desk, Wanted("sama", (claim,), a.Channel.MAIL, "press@sama.example")).link)
    with pytest.raises(Refused, match="opens no questionnaire"):
        disclosures.open_disclosure(desk, other)
    clock.pass_(days=75)
    for change in (lambda: say(desk, token), lambda: send(desk, token)):
        with pytest.raises(Refused, match="run out"):
            change()


def test_two_windows_do_not_undo_each_other(desk: Desk, token: str) -> None:
    old = disclosures.open_disclosure(desk, token)
    mark = old.draft.mark(old.of_theme("chain"))
    say(desk, token, "First window.")
    with pytest.raises(Conflict, match="another window"):
        disclosures.save_theme(desk, token, "chain", mark, {"qu-a1": Said(stance="answers", text="Second.")})
    say(desk, token, "Another topic.", question="qu-b1")
    said = disclosures.open_disclosure(desk, token).draft.said
    assert {id: one.text for id, one in said.items()} == {"qu-a1": "First window.", "qu-b1": "Another topic."}


def test_it_is_sent_once(desk: Desk, token: str, editor: Identity) -> None:
    with pytest.raises(Invalid, match="Nothing is answered yet"):
        send(desk, token)
    say(desk, token, "", "refuses")
    wrong = disclosures.attach(desk, token, b"What we do not mean.")
    disclosures.detach(desk, token, wrong.id)
    assert disclosures.open_disclosure(desk, token).opened.files == ()
    disclosures.attach(desk, token, b"What we publish.")
    report = send(desk, token)
    assert disclosures.attach(desk, token, b"More of it.").media_type == "text/plain"
    with desk.store.reports() as kept:
        sent = answer_in(kept.get(report).report).questionnaire
    assert sent is not None
    assert sent.files == 2
    for again in (lambda: send(desk, token), lambda: say(desk, token), lambda: disclosures.drop_row(desk, token, "x")):
        with pytest.raises(Refused, match="sent already"):
            again()
    publish(desk, editor, only(desk))
    with pytest.raises(Refused, match="sent already"):
        send(desk, token)
    with pytest.raises(Refused, match="until somebody looks"):
        disclosures.attach(desk, token, b"Too late.")
    (one,) = answered_about(live(desk), [TOOL])
    assert (one.stance, one.text) == ("refuses", "")
    with desk.store.view() as view:
        assert view.answer_files(one.response) == (), "documents are for those who check the form"


def test_only_its_form_is_checked(desk: Desk, token: str, editor: Identity) -> None:
    say(desk, token, "First.")
    send(desk, token)
    seen = requests.look(desk, only(desk))
    replies.return_answer(desk, editor.person, only(desk), seen.answer.version, Reason.PERSONAL, "Take the name out.")
    found = disclosures.open_disclosure(desk, token)
    assert (found.is_open, found.opened.told[-1].words) == (True, "Take the name out.")
    say(desk, token, "Mended.")
    send(desk, token)
    publish(desk, editor, only(desk))
    assert [one.text for one in answered_about(live(desk), [TOOL])] == ["Mended."]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("x" * 9001, "too long"),
        ("= We pay well.", "begins with"),
        ("We \u202edeny\u202c it.", "cannot be seen"),
        ("Write to boss@openai.example", "e-mail address"),
        ("Call +254 700 123 456", "phone number"),
    ],
)
def test_answers_that_cannot_be_printed(desk: Desk, token: str, text: str, said: str) -> None:
    with pytest.raises(Invalid, match=said) as told:
        say(desk, token, text)
    assert told.value.problems[0].where == "qu-a1"
    assert disclosures.open_disclosure(desk, token).draft.said == {}


def test_names_have_to_be_confirmed(desk: Desk, token: str) -> None:
    say(desk, token, "Mr Kamau answers for it.")
    with pytest.raises(Invalid, match="name of a person"):
        send(desk, token)
    send(desk, token, names_meant=True)


def test_the_questions_are_those_that_were_asked(desk: Desk, token: str, editor: Identity, clock: Clock) -> None:
    now = next(q for q in live(desk).checklist.questions if q.id == "qu-a1")
    other = now.model_copy(update={"text": "Who works for you?"})
    with desk.store.writer("editor", "a question is worded anew", clock(), desk.chance) as writer:
        writer.put([other])
        writer.end_rows([q for q in writer.snapshot().checklist.questions if q.id == "qu-b1"])
    found = disclosures.open_disclosure(desk, token)
    assert [q.id for q in found.questions] == list(ASKED)
    assert found.questions[0].text == now.text
    say(desk, token)
    say(desk, token, "We pay the minimum.", question="qu-b1")
    send(desk, token)
    publish(desk, editor, only(desk))
    state = live(desk)
    answers = {one.question: one for one in answered_about(state, [TOOL])}
    assert answers["qu-a1"].reworded
    assert answers["qu-b1"].reworded
    assert now.text in state.claims[answers["qu-a1"].response].description


def test_who_was_merged_meanwhile_answers_all_the_same(desk: Desk, editor: Identity, clock: Clock) -> None:
    token = token_of(ask(desk, wanted()).link)
    say(desk, token)
    send(desk, token)
    state = live(desk)
    other = next(e.id for e in state.entities.values() if e.kind == "vendor" and e.id > "openai")
    with desk.store.writer("editor", "they are the same", clock(), desk.chance) as writer:
        writer.put([Judgement(left="openai", right=other, judgement="same", reason="A test.")])
    publish(desk, editor, only(desk))
    (one,) = answered_about(live(desk), [live(desk).canonical(TOOL)])
    assert one.respondent == live(desk).canonical("openai")
    with desk.store.view() as view:
        (found,) = requests.list_public(view).inquiries
    assert (found.state, found.said) == (a.State.ANSWERED, {"qu-a1": "answers"})


def test_it_counts_once_its_letter_has_gone(desk: Desk, clock: Clock, editor: Identity) -> None:
    asked = requests.ask(desk, wanted())
    assert not asked.sent
    assert live(desk).requests == ()
    (row,) = requests.list_desk(desk).inquiries
    assert (row.step, row.questions, row.report) == (a.Step.SEND, len(ASKED), "")
    (letter,) = requests.look(desk, asked.id).letters
    assert "A Test" in letter.text
    assert asked.link in letter.text
    with pytest.raises(Invalid, match="being asked about this already"):
        requests.ask(desk, wanted())
    token = token_of(asked.link)
    say(desk, token, "Before anybody said that it went.")
    send(desk, token)
    with pytest.raises(Refused, match="on which day"):
        publish(desk, editor, asked.id)
    request_steps.mark_sent(desk, asked.id)
    (request,) = live(desk).requests
    assert (request.about, request.questions, request.asked_on) == (TOOL, ASKED, f"{clock().date()}")
    publish(desk, editor, asked.id)
    assert [one.text for one in answered_about(live(desk), [TOOL])] == ["Before anybody said that it went."]


def test_a_letter_that_is_thrown_away_asked_nobody(desk: Desk) -> None:
    asked = requests.ask(desk, wanted())
    say(desk, token_of(asked.link))
    assert not request_steps.discard_letter(desk, asked.id)
    assert requests.list_desk(desk).inquiries == ()
    with pytest.raises(Refused, match="not whole"):
        disclosures.open_disclosure(desk, token_of(asked.link))
    assert requests.ask(desk, wanted()).id


def test_more_time_letters_that_come_back_and_taking_it_back(desk: Desk, token: str, clock: Clock) -> None:
    id = only(desk)
    due = requests.look(desk, id).inquiry.due
    request_steps.extend(desk, id)
    assert due is not None
    assert requests.look(desk, id).inquiry.due == a.extended(due)
    request_steps.came_back(desk, id)
    assert [r.outcome for r in live(desk).requests] == ["undeliverable"]
    remind(desk, id, a.Channel.LETTER, "OpenAI")
    assert [r.questions for r in live(desk).requests] == [ASKED, ASKED]
    request_steps.withdraw_request(desk, id)
    with pytest.raises(Refused, match="took this request back"):
        disclosures.open_disclosure(desk, token)
    ask(desk, wanted())


def test_a_letter_says_from_whom_it_comes(desk: Desk) -> None:
    for nobody in (replace(desk, contact=""), replace(desk, operator="")):
        with pytest.raises(Refused, match="from whom"):
            requests.ask(nobody, wanted())


def test_silence_takes_two_requests_over_two_channels(desk: Desk, token: str, clock: Clock, tmp_path: Path) -> None:
    id = only(desk)
    clock.pass_(days=15)
    with pytest.raises(Refused, match="only after two requests"):
        request_steps.close_silent(desk, id)
    again = remind(desk, id, a.Channel.LETTER, "OpenAI\nSan Francisco", "de")
    assert token_of(again.link) == token
    assert b"%PDF" in request_letters.print_letter(desk, f"{id}-2")[:10]
    clock.pass_(days=15)
    request_steps.close_silent(desk, id)
    with desk.store.view() as view:
        (tally,) = requests.list_public(view).tallies
    assert (tally.silent, tally.questions, tally.questions_answered) == (1, 3, 0)


def test_rows_have_the_grade_of_the_rule(desk: Desk, token: str, editor: Identity) -> None:
    add = disclosures.add_row
    add(desk, token, "qu-a1", Row("supplier", {"object": "Sama", "countries": "Kenya"}))
    add(desk, token, "qu-a1", Row("supplier", {"object": "", "countries": "India"}))
    pay = {"low": "500", "currency": "USD", "unit": "day", "basis": "gross"}
    add(desk, token, "qu-b1", Row("pay", {"employer": "", **pay}))
    add(desk, token, "qu-b1", Row("pay", {"employer": "Sama", **pay}))
    add(desk, token, "qu-d1", Row("practice", {"employer": "Sama", "practice": "screen_recording"}))
    for bad, field, said in (
        (Row("supplier", {"object": "Nobody Known"}), "object", "Nothing recorded"),
        (Row("supplier", {"object": "Sama", "countries": "Atlantis"}), "countries", "not a country"),
        (Row("pay", {"employer": "Sama", **pay, "low": "much"}), "low", "number"),
    ):
        with pytest.raises(Invalid, match=said) as told:
            add(desk, token, "qu-a1", bad)
        assert told.value.problems[0].where == field
    draft = disclosures.open_disclosure(desk, token).draft
    assert len(draft.rows) == 5
    disclosures.drop_row(desk, token, draft.rows[1].id)
    send(desk, token)
    publish(desk, editor, only(desk))
    state = live(desk)
    grades = {
        row.label: weigh(state.claims[row.id], state.sources).grade for row in draft.rows if row.id in state.claims
    }
    # Its own supply link and what speaks against it are first hand; its own pay, and what it says of pay elsewhere, are not.
    assert list(grades.values()) == ["B", "D", "D", "B"]
    assert state.claims[draft.rows[0].id].citations[0].locator == "question A1"


def test_every_question_offers_rows_that_there_are(desk: Desk) -> None:
    questions: tuple[Question, ...] = live(desk).checklist.questions
    assert {word for q in questions for word in row_words(q)} == {
        "supplier",
        "base",
        "subcontract",
        "pay",
        "price",
        "practice",
    }


def test_from_the_command_line(seeded_url: str, desk: Desk, clock: Clock, editor: Identity, tmp_path: Path) -> None:
    clock.now = datetime.now(UTC)  # the command line asks by the real one
    set_up_codes(desk, editor.person)
    env = {
        "SUPPLYCHAIN_DATABASE_URL": seeded_url,
        "SUPPLYCHAIN_INSTANCE": str(tmp_path),
        "SUPPLYCHAIN_SECRET_KEY": desk.given_key,
        "SUPPLYCHAIN_CONTACT": desk.contact,
        "SUPPLYCHAIN_OPERATOR": desk.operator,
    }

    def run(*words: str) -> str:
        made = CliRunner().invoke(main, ["disclosure", *words], env=env)
        assert made.exit_code == 0, made.output
        return made.output

    out = run("ask", "openai", "--about", TOOL, "--questions", "A1,B2", "--channel", "letter", "--to", "OpenAI")
    token = token_of(out.split()[-1])
    assert live(desk).requests == ()
    request_steps.mark_sent(desk, only(desk))
    say(desk, token, "From the command line.")
    send(desk, token)
    assert "From the command line." in run("show", only(desk))
    assert "answered" in run("publish", only(desk), "--as", "ed@labour.example")
    assert [one.text for one in answered_about(live(desk), [TOOL])] == ["From the command line."]
    said = CliRunner().invoke(main, ["dossier", TOOL], env=env)
    assert "A1 Which firms" in said.stdout, said.output
    assert "OpenAI: answered on" in said.stdout
    assert "“From the command line.”" in said.stdout
