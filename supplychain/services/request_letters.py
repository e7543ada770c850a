"""Letters for an answer: written, kept, handed to the mail server, printed. The secret of the link is in no table."""

from collections.abc import Iterable
from datetime import date

from supplychain.domain import replies as d
from supplychain.domain.errors import NotFound, Refused
from supplychain.domain.parties import Party
from supplychain.domain.reply_answers import Printed
from supplychain.formats.letter_pdf import write_letter_pdf
from supplychain.formats.letters import Letter, day_words, write_letter
from supplychain.services.desk import Desk
from supplychain.services.request_book import find_inquiry, link_of, respondent_of
from supplychain.store.replies import Link, Written

LINK, DAY, DUE = "⟨link⟩", "⟨day⟩", "⟨due⟩"
"""Stand in a kept letter where the link is, the day on which it goes, and the day on which an answer is due."""


def check_sender(desk: Desk) -> None:
    """Refuse letters that would not say from whom they come. Raises Refused."""
    if not has_sender(desk):
        raise Refused(d.REFUSED["no_sender"])


def has_sender(desk: Desk) -> bool:
    """Whether letters can say from whom they come."""
    return bool(desk.contact and desk.operator)


def write(
    desk: Desk,
    id: str,
    respondent: Party,
    statements: Iterable[Printed],
    *,
    to: str,
    language: str,
    note: str,
    first: tuple[date, str] | None = None,
    notice: bool = False,
    about: str = "",
    questions: int = 0,
) -> Letter:
    """Write a letter with marks in the place of the link and of the days; `first` is when and how we asked before.

    With `questions`, their number, it is the letter of a questionnaire about what is named `about`.
    """
    claims = [
        {"sentence": p.sentence, "bases": p.bases, "address": "" if notice else f"{desk.base_url}/claims/{p.id}"}
        for p in statements
    ]
    return write_letter(
        "questionnaire" if questions else "reply",
        language,
        to,
        respondent=respondent.name,
        claims=claims,
        due=DUE,
        today=DAY,
        first=first[0] if first else "",
        first_channel=first[1] if first else "",
        notice=notice,
        about=about,
        count=questions,
        note=note.strip(),
        link=LINK,
        request=id,
        base_url=desk.base_url,
        contact=desk.contact,
        operator=desk.operator,
    )


def filled(text: str, language: str, link: str, day: date, due: date) -> str:
    """Put link and days where the marks stand."""
    for mark, words in ((LINK, link), (DAY, day_words(day, language)), (DUE, day_words(due, language))):
        text = text.replace(mark, words)
    return text


def text_of(desk: Desk, letter: Written, link: str) -> str:
    """Give a letter in full, as it went or as it would go out today; a mail was written out on its first day.

    The day by which it asks for an answer is that of the letter, also where more time was given since.
    """
    day = letter.written if letter.channel == d.Channel.MAIL else letter.sent or desk.clock().date()
    return filled(letter.text, letter.language, link, day, d.due_on(day, letter.days))


def hand_over(desk: Desk, kept: Link, letter: Written) -> bool:
    """Give a letter to the mail server; say whether it was taken. One that was not lies in the outbox."""
    text = text_of(desk, letter, link_of(desk, kept))
    whole = Letter(_kind(kept), letter.language, letter.sent_to, letter.subject, text)
    return desk.post.hand_over(whole, desk.clock(), desk.chance())


def _kind(kept: Link) -> str:
    return "reply" if kept.list_revision is None else "questionnaire"


def print_letter(desk: Desk, request: str) -> bytes:
    """Give a letter as PDF, with its link written out and as a picture. Raises NotFound."""
    id = d.first_id(request)
    with desk.store.view() as view:
        snapshot = view.snapshot()
    with desk.store.replies() as replies:
        letter = next((x for x in replies.letters(id) if x.request == request), None)
        if letter is None:
            raise NotFound("letter", request)
        kept = replies.link(id)
        name = respondent_of(snapshot, find_inquiry(snapshot, replies, id), replies.asking(id)).name
    link = link_of(desk, kept)
    text = text_of(desk, letter, link)
    whole = Letter(_kind(kept), letter.language, letter.sent_to or name, letter.subject, text)
    sender = " · ".join(filter(None, (desk.operator, desk.contact))) or desk.base_url
    return write_letter_pdf(whole, link, sender, desk.clock())
