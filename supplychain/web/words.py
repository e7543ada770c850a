"""Words for what is recorded as codes, numbers and dates, in the language of the page: the filters of the templates."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import cache, lru_cache
from typing import TypeVar

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_datetime, format_timedelta
from babel.numbers import format_decimal
from flask import g

from supplychain.domain import notices, packages, people, replies, reports, webhooks
from supplychain.domain.browse import SourceListRow
from supplychain.domain.dossier_answer import NEARNESS, QUESTION_STATES
from supplychain.domain.evidence import EVIDENCE_CLASSES, GRADES
from supplychain.domain.gap_codes import UNKNOWNS, GapCode
from supplychain.domain.gaps import GAPS, RULES, Gap
from supplychain.domain.history import FIELD_WORDS
from supplychain.domain.history_answers import STEP_STATES, UNDO_ACTIONS, UNDO_OWN_PAY, UNDO_WORDS, UndoStep
from supplychain.domain.list_lines import LIST_GAPS, LIST_STATES
from supplychain.domain.match_table import REASONS
from supplychain.domain.match_table import Reason as MatchReason
from supplychain.domain.pay_gate import COUNT_CLASSES, DOMINATED_WORDS, HELD_BACK_WORDS, CountClass, HeldBack
from supplychain.domain.pay_missing import LACKS
from supplychain.domain.reach import STRENGTHS
from supplychain.domain.receipt import BECAME
from supplychain.domain.recorded import Part, parts_of, read_own
from supplychain.domain.records import Source
from supplychain.domain.report_log import OWN_PAY_KEPT
from supplychain.domain.standing import STATES
from supplychain.domain.trace_answer import OMISSIONS, Omission
from supplychain.domain.uploads import ROW_STATES
from supplychain.domain.values import OPEN, OnDate, partial_days
from supplychain.domain.vocabulary import PRACTICE_GROUP, Term
from supplychain.domain.work_classes import UNSORTED, WORK_CLASSES, WorkClass, work_class
from supplychain.web.i18n import gettext as _
from supplychain.web.i18n import language, mark, said

_DAY_FIRST = {"en": "en_GB"}
"""So that one English is written: 18 March 2023."""
C = TypeVar("C", bound=str)
_ON_DATES = {
    OnDate.CERTAINLY: (mark("certainly"), mark("What is said of the dates leaves no doubt.")),
    OnDate.POSSIBLY: (mark("possibly"), mark("The dates allow it and do not show it.")),
    OnDate.NO: (mark("no"), mark("The dates rule it out.")),
    OnDate.NOT_STATED: (mark("not stated"), mark("At least one of the sources gives no date.")),
}
_LEFT_OUT = {
    "other_product": (mark("other products"), mark("The link is about other products.")),
    "not_then": (mark("another time"), mark("The link does not hold at the time asked for.")),
    "below_grade": (mark("lower grade"), mark("The link has a lower evidence grade than asked for.")),
    "denied": (mark("denied"), mark("A source says that the link does not exist.")),
    "refuted": (mark("refuted"), mark("The link was reported and has since been refuted.")),
    "not_named": (mark("not named"), mark("A source says that there is such a firm and does not name it.")),
    "said_none": (mark("said to be none"), mark("A source says that there is no such firm.")),
}
_REFERENCE_TABLES = {
    "minimum_wages": (mark("Minimum wages"), mark("What the law, an order or a wage board sets as the least.")),
    "living_wages": (mark("Living wages"), mark("What has to be earned to live decently in a place, by one method.")),
    "exchange_rates": (mark("Exchange rates"), mark("What one US dollar cost on average over a year.")),
    "purchasing_power": (
        mark("Purchasing power"),
        mark("How much of a currency buys in a country what one US dollar buys in the United States."),
    ),
    "consumer_prices": (mark("Consumer prices"), mark("By how much prices changed against the year before.")),
}
_RECORD_TABLES = {
    "entities": (mark("Entities"), mark("Parties and things in the chain.")),
    "sources": (mark("Sources"), mark("Documents that say something.")),
    "links": (mark("Links"), mark("Who is supplied by whom.")),
    "wages": (mark("Pay reports"), mark("What people are paid, as reported.")),
    "practices": (mark("Practice reports"), mark("How people are watched and treated.")),
    "figures": (mark("Figures"), mark("Numbers, with what they count.")),
    "responses": (mark("Answers"), mark("What organisations answered, or that they did not.")),
    "judgements": (mark("Judgements"), mark("Whether two ids mean one party.")),
    "requests": (mark("Requests"), mark("That we asked for an answer.")),
    "verifications": (mark("Second readings"), mark("That a second person read the passage.")),
    **_REFERENCE_TABLES,
    "criteria": (mark("Criteria"), mark("Places in laws and standards to which findings point.")),
    "questions": (mark("Questions"), mark("Questions to a vendor.")),
    "clauses": (mark("Clauses"), mark("Clauses for a contract.")),
}


def _terms(pairs: Mapping[C, tuple[str, str]]) -> dict[str, Term]:
    return {str(code): Term(str(code), label, definition) for code, (label, definition) in pairs.items()}


TERMS: dict[str, dict[str, Term]] = {
    **notices.TERMS,
    **packages.TERMS,
    **people.TERMS,
    **replies.TERMS,
    **reports.TERMS,
    **webhooks.TERMS,
    "row_state": ROW_STATES,
    "list_state": LIST_STATES,
    "gap": UNKNOWNS,
    "work_class": WORK_CLASSES,
    "strength": _terms(STRENGTHS),
    "state": _terms(STATES),
    "grade": _terms({grade: (grade, words) for grade, words in GRADES.items()}),
    "evidence_class": _terms(EVIDENCE_CLASSES),
    "nearness": _terms(NEARNESS),
    "question_state": _terms(QUESTION_STATES),
    "left_out": _terms(_LEFT_OUT),
    "became": _terms(BECAME),
    "on_date": _terms(_ON_DATES),
    "lack": {code.value: term for code, term in LACKS.items()},
    "reference_table": _terms(_REFERENCE_TABLES),
    "record_table": _terms(_RECORD_TABLES),
    "step_state": _terms(STEP_STATES),
    "undo_action": _terms(UNDO_ACTIONS),
}
"""Every list of terms that pages show by label and definition, by its name."""


def label(vocabulary: str, code: str) -> str:
    """The label of a term."""
    return _(TERMS[vocabulary][code].label)


def definition(vocabulary: str, code: str) -> str:
    """What a term means."""
    return _(TERMS[vocabulary][code].definition)


def terms(vocabulary: str) -> list[Term]:
    """All terms of a vocabulary, translated."""
    return [Term(code, label(vocabulary, code), definition(vocabulary, code)) for code in TERMS[vocabulary]]


def told_words(text: str) -> str:
    """What was said of something that somebody sent, with their words in it: signs in them are no places to fill in."""
    return said(text)


def recorded_parts(text: str) -> tuple[Part, ...]:
    """A text that is recorded: one of our own in the language of the page, all else as it is, in English."""
    found = read_own(text) if language() != "en" else None
    parts = parts_of(_(found.pattern), found) if found is not None else (Part(text, recorded=True),)
    return tuple(part for part in parts if part.text)


def work_words(kinds: tuple[str, ...]) -> tuple[Part, ...]:
    """Kinds of work: on an English page in the words of the sources, on others by class; what has no class by itself."""
    if language() == "en":
        return tuple(Part(kind, recorded=True) for kind in kinds)
    classes = {kind: work_class(kind) for kind in kinds}
    sorted_in = dict.fromkeys(label("work_class", c) for c in classes.values() if c is not WorkClass.OTHER)
    rest = [kind for kind, c in classes.items() if c is WorkClass.OTHER]
    said = [Part(_(kind), recorded=False) if kind in UNSORTED else Part(kind, recorded=True) for kind in rest]
    return (*(Part(text, recorded=False) for text in sorted_in), *said)


def source_title(source: Source | SourceListRow) -> str:
    """The title of a source; one that this database gave it is said in the language of the page."""
    return "".join(part.text for part in recorded_parts(source.title))


def source_short_words(source: Source) -> str:
    """A source in short: who published it, or its title where nobody is named, and the year."""
    return ", ".join(filter(None, (source.publisher or source_title(source), source.date[:4])))


def list_gap_words(code: str) -> str:
    """What is not known of a row of a list that means no party."""
    return _(LIST_GAPS[code])


def first_up(text: str) -> str:
    """A text that begins a sentence: its first letter is raised, the others stay as they are."""
    return text[:1].upper() + text[1:]


def name(id: str) -> str:
    """The name of a party that the answer at hand mentions."""
    names: dict[str, str] = g.get("names", {})
    return names.get(id, id)


def own_knowledge() -> str:
    """What is chosen as the source by somebody who knows it themselves."""
    return _("I know it myself, or was told by those who do the work")


def own_pay_words() -> str:
    """What is ticked by somebody who reports their own pay."""
    return _("Yes, this is what I am paid")


def practice_group(code: str) -> str:
    """The group of a practice: surveillance, conditions or good practice."""
    return PRACTICE_GROUP[code]


def gap_words(gap: Gap) -> str:
    """A gap as a question."""
    return _(GAPS[gap.code], **gap.parameters)


def gap_rules() -> list[tuple[str, str]]:
    """Every gap that can be found, as a question with dots for what is filled in, and when it is found."""
    places = dict.fromkeys(("name", "names", "count", "total", "years"), "…")
    return [(_(GAPS[code], **places), _(RULES[code])) for code in GapCode]


def field_words(field: str) -> str:
    """What readers call a field of a record."""
    return _(FIELD_WORDS[field])


def undo_words(step: UndoStep) -> str:
    """Why a record is left as it is when a revision is undone, or stands in the way."""
    return _(UNDO_WORDS[step.why], **step.parameters) if step.why else ""


def undo_own_pay_words(report: str) -> str:
    """That pay of a sender's own stays when the revision that published their report is undone."""
    return _(UNDO_OWN_PAY, report=report)


def own_pay_kept_words() -> str:
    """What became of a report on own pay that was accepted."""
    return _(OWN_PAY_KEPT)


def role_words(actor: str) -> str:
    """The role in which a revision was made; what is no role of ours stays as it is."""
    return label("role", actor) if actor in TERMS["role"] else actor


def count_words(count: CountClass) -> str:
    """How many, as a class."""
    return _(COUNT_CLASSES[count])


def held_back_words(held: HeldBack) -> str:
    """That reports of workers are held back, and why; it begins with how many."""
    return _(HELD_BACK_WORDS, count=count_words(held.reports))


def dominated_words() -> str:
    """That one organisation's members could have shaped a figure."""
    return _(DOMINATED_WORDS)


def omission_words(omission: Omission, names: Mapping[str, str]) -> str:
    """Why links were not followed."""
    name = names.get(omission.about, omission.about)
    return _(OMISSIONS[omission.reason], count=len(omission.claims), name=name)


def country_name(code: str | None) -> str:
    """The name of a country; the code where there is none, nothing for none."""
    return _territories(language()).get(code or "", code or "")


@cache
def _territories(lang: str) -> Mapping[str, str]:
    found: Mapping[str, str] = Locale.parse(lang).territories
    return found


def language_name(code: str) -> str:
    """The name of a language by its tag; the tag where it is not known."""
    try:
        return Locale.parse(code, sep="-").get_display_name(language()) or code
    except (UnknownLocaleError, ValueError):
        return code


def amount(value: Decimal | int) -> str:
    """A figure with the decimals that were reported."""
    exponent = value.as_tuple().exponent if isinstance(value, Decimal) else 0
    decimals = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    return format_decimal(value, format="#,##0" + ("." + "0" * decimals if decimals else ""), locale=language())


def size_words(count: int) -> str:
    """A number of bytes, as people say it."""
    if count >= 1024 * 1024:
        return _("%(size)s MB", size=amount(round(count / 1024 / 1024)))
    return _("%(size)s kB", size=amount(count // 1024))


def money(value: Decimal, currency: str) -> str:
    """A figure with the code of its currency, which does not part from it at the end of a line."""
    return f"{amount(value)}\N{NO-BREAK SPACE}{currency}"


def date_words(partial: str) -> str:
    """A date as far as it is known: 2023, March 2023, 18 March 2023."""
    if not partial:
        return ""
    plain = partial.rstrip("~?%")
    words = _day_words(plain, language())
    match partial[len(plain) :]:
        case "~":
            return _("about %(date)s", date=words)
        case "?":
            return _("%(date)s (not certain)", date=words)
        case "%":
            return _("about %(date)s (not certain)", date=words)
    return words


@lru_cache(maxsize=4096)
def _day_words(plain: str, lang: str) -> str:
    if len(plain) == 4:
        return plain
    return format_date(
        partial_days(plain)[0], "MMMM y" if len(plain) == 7 else "long", locale=_DAY_FIRST.get(lang, lang)
    )


def time_words(moment: datetime) -> str:
    """A moment to the minute, with the zone named."""
    zone = _DAY_FIRST.get(language(), language())
    return f"{format_datetime(moment.astimezone(UTC), 'medium', locale=zone).rpartition(':')[0]} UTC"


def span_words(seconds: int) -> str:
    """How long something takes, in round words: 15 seconds, 4 minutes."""
    zone = _DAY_FIRST.get(language(), language())
    return format_timedelta(timedelta(seconds=seconds), threshold=1.5, locale=zone)


def period_words(start: str, end: str) -> str:
    """A period in words, as far as the source gives it."""
    begins, ends = ("" if text == OPEN else date_words(text) for text in (start, end))
    match bool(begins), bool(ends):
        case True, True:
            return _on(start, begins) if start == end else _("from %(start)s to %(end)s", start=begins, end=ends)
        case True, False:
            since = _("since %(start)s", start=begins)
            return _("%(since)s, going on", since=since) if end == OPEN else since
        case False, True:
            return _("until %(end)s", end=ends)
    return _("going on") if end == OPEN else _("period not stated")


def _on(partial: str, words: str) -> str:
    """One date that is start and end: a day is exact, a month or year is some time in it."""
    return _("on %(day)s", day=words) if len(partial.rstrip("~?%")) == 10 else _("some time in %(date)s", date=words)


def match_words(reason: MatchReason) -> str:
    """What speaks for or against two names meaning one party."""
    return _(REASONS[reason.code], **reason.parameters) if reason.parameters else _(REASONS[reason.code])
