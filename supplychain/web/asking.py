"""What a query may ask: each view names its parameters once, and here they are read, or refused with words."""

import re
from calendar import monthrange
from collections.abc import Callable, Collection
from dataclasses import Field, dataclass, field, fields
from typing import Any, NamedTuple, TypeVar

from werkzeug.datastructures import MultiDict

from supplychain.domain.errors import Invalid, Problem, shown
from supplychain.domain.evidence import Grade
from supplychain.domain.packages import TABLES
from supplychain.domain.reach import DEPTH, Asked
from supplychain.domain.reference import USES
from supplychain.domain.reference_answers import Wanted
from supplychain.domain.report_log import LogWanted
from supplychain.domain.reports import EXTRA, PROPOSED, TERMS
from supplychain.domain.reports import Wanted as Waiting
from supplychain.domain.search import MAX_QUERY
from supplychain.domain.vocabulary import COUNTRIES, CURRENCIES, ENTITY_KINDS, PRACTICES, SOURCE_KINDS
from supplychain.web.i18n import gettext as _
from supplychain.web.i18n import quoted

T = TypeVar("T")
RECORD_TABLES = tuple(table.name for table in TABLES if not table.parent)
"""Tables whose records a revision opens and closes."""
MONEYS = ("local", "usd", "eur", "international")
"""Moneys in which pay can be shown."""
_WHOLE = re.compile(r"[0-9]{1,9}")
_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_MAX_ID = 120


class Unreadable(ValueError):
    """A value that cannot be read: what is wrong with it and how to mend it, in the reader's language."""

    def __init__(self, what: str, mend: str) -> None:
        super().__init__(what)
        self.what, self.mend = what, mend


class Parameter(NamedTuple):
    """One parameter as the index of the API describes it."""

    name: str
    about: str


def asks(read: Callable[[str], T], about: str, default: T, name: str = "") -> T:
    """Declare a parameter: how its text is read, what it is for, what holds when it is not given."""
    declared: T = field(default=default, metadata={"read": read, "about": about, "name": name})
    return declared


def read_whole(text: str) -> int:
    """Read a whole number that is not negative."""
    if not _WHOLE.fullmatch(text):
        raise Unreadable(_("is not a whole number"), _("Give a number such as 1."))
    return int(text)


def read_page(text: str) -> int:
    """Read the number of a page of a list."""
    number = read_whole(text)
    if number < 1:
        raise Unreadable(_("is not the number of a page"), _("The first page is 1."))
    return number


def read_depth(text: str) -> int:
    """Read how many labour hops to walk."""
    number = read_whole(text)
    if not 1 <= number <= DEPTH:
        raise Unreadable(_("is too few or too many"), _("Give a number from 1 to %(most)s.", most=DEPTH))
    return number


def read_grade(text: str) -> Grade:
    """Read an evidence grade."""
    if text not in list(Grade):
        raise Unreadable(_("is not an evidence grade"), _("Give one of %(terms)s.", terms=", ".join(Grade)))
    return Grade(text)


def read_on(text: str) -> str:
    """Read a year, a month or a day."""
    match = _DATE.fullmatch(text)
    if match is None:
        raise Unreadable(_("is not a date"), _("Give a year, a month or a day: 2023, 2023-01 or 2023-01-18."))
    year, month, day = (int(part) if part else None for part in match.groups())
    if not year or year > 9998:
        raise Unreadable(_("lies outside the calendar"), _("Give a year from 0001 to 9998."))
    if month is not None and not 1 <= month <= 12:
        raise Unreadable(_("there is no month %(month)s", month=match[2]), _("Months go from 01 to 12."))
    last = monthrange(year, month or 1)[1]
    if day is not None and not 1 <= day <= last:
        what = _("there is no day %(day)s in %(month)s", day=match[3], month=f"{match[1]}-{match[2]}")
        raise Unreadable(what, _("That month has %(days)s days.", days=last))
    return text


def read_year(text: str) -> int:
    """Read a year for which the reference may have rows."""
    if not re.fullmatch("[0-9]{4}", text) or not 1900 <= int(text) <= 2200:
        raise Unreadable(_("is not a year from 1900 to 2200"), _("Give a year such as 2023."))
    return int(text)


def read_country(text: str) -> str:
    """Read the code of a country, in any case."""
    if text.upper() not in COUNTRIES:
        raise Unreadable(_("is not the code of a country"), _("Give two letters of ISO 3166-1 such as KE."))
    return text.upper()


def read_currency(text: str) -> str:
    """Read the code of a currency, in any case."""
    if text.upper() not in CURRENCIES:
        raise Unreadable(_("is not the code of a currency"), _("Give three letters of ISO 4217 such as KES."))
    return text.upper()


def read_text(text: str) -> str:
    """Read words to search for."""
    if len(text) > MAX_QUERY:
        what = _("is too long: %(count)s characters", count=len(text))
        raise Unreadable(what, _("Give at most %(most)s characters.", most=MAX_QUERY))
    return text


def read_id(text: str) -> str:
    """Read an id; whether anything has it is found out later."""
    if len(text) > _MAX_ID:
        raise Unreadable(_("is too long for an id"), _("Give at most %(most)s characters.", most=_MAX_ID))
    return text


def read_list(text: str) -> tuple[str, ...]:
    """Read ids or names with commas between them, each once."""
    found = tuple(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))
    for part in found:
        read_id(part)
    return found


def one_of(codes: Collection[str]) -> Callable[[str], str]:
    """Make a reader for one term of a vocabulary."""

    def read(text: str) -> str:
        if text not in codes:
            raise Unreadable(_("is not one of the kinds"), _("Give one of %(terms)s.", terms=", ".join(codes)))
        return text

    return read


@dataclass(frozen=True)
class Asking:
    """What every address that is read takes."""

    as_of: int | None = asks(read_whole, "Revision of the database; without it, the newest.", None)


@dataclass(frozen=True)
class MoneyAsking(Asking):
    """What pages take on which pay is shown."""

    money: str = asks(one_of(MONEYS), "Money in which pay is shown: local, usd, eur or international.", "usd")


@dataclass(frozen=True)
class EmployersAsking(MoneyAsking):
    """What takes several employers."""

    employers: tuple[str, ...] = asks(read_list, "Ids or names of employers, with commas between them.", ())


@dataclass(frozen=True)
class CompareAsking(EmployersAsking):
    """What the comparison of employers takes."""

    add: str = asks(read_id, "Id or name of one more employer.", "")


@dataclass(frozen=True)
class PracticesAsking(Asking):
    """What the matrix of practices takes: employers, or one practice."""

    employers: tuple[str, ...] = asks(read_list, "Ids of employers, with commas between them.", ())
    practice: str = asks(one_of(PRACTICES), "A practice: the employers at which it is reported.", "")


@dataclass(frozen=True)
class ClaimAsking(MoneyAsking):
    """What takes a year to whose prices pay is carried."""

    prices_of: int | None = asks(read_whole, "Year to whose consumer prices pay is carried, too.", None)


@dataclass(frozen=True)
class MergedAsking(Asking):
    """What pages take at whose address something judged the same may have been asked for."""

    merged: str = asks(read_id, "The id that led here because it was judged the same.", "")


@dataclass(frozen=True)
class PartyAsking(MergedAsking, MoneyAsking):
    """What the pages of one party take."""


@dataclass(frozen=True)
class TraceAsking(PartyAsking):
    """What a trace takes."""

    on: str = asks(read_on, "Year, month or day at which the links hold; without it, at any time.", "")
    min_grade: Grade = asks(read_grade, "Lowest evidence grade of a link that is followed.", Grade.D)  # noqa: RUF009
    depth: int = asks(read_depth, "How many labour hops are walked.", DEPTH)

    @property
    def asked(self) -> Asked:
        """The same as the domain takes it."""
        return Asked(on=self.on, min_grade=self.min_grade, depth=self.depth)


@dataclass(frozen=True)
class SearchAsking(Asking):
    """What the search takes."""

    q: str = asks(read_text, "Words of a name.", "")
    kind: str = asks(one_of(ENTITY_KINDS), "Kind of entity; without it, all.", "")


@dataclass(frozen=True)
class HomeAsking(Asking):
    """What the first page takes: words there are searched for."""

    q: str = asks(read_text, "Words of a name.", "")


@dataclass(frozen=True)
class EntitiesAsking(Asking):
    """What the list of entities takes."""

    kind: str = asks(one_of(ENTITY_KINDS), "Kind of entity; without it, all.", "")
    page: int = asks(read_page, "Page of the list.", 1)


@dataclass(frozen=True)
class RequestsAsking(Asking):
    """What the ledger of requests takes."""

    respondent: str = asks(read_id, "Id of one respondent; without it, all.", "")


@dataclass(frozen=True)
class SourcesAsking(Asking):
    """What the list of sources takes."""

    kind: str = asks(one_of(SOURCE_KINDS), "Kind of source; without it, all.", "")
    page: int = asks(read_page, "Page of the list.", 1)


@dataclass(frozen=True)
class HistoryAsking(Asking):
    """What the log takes."""

    page: int = asks(read_page, "Page of the list.", 1)


@dataclass(frozen=True)
class RevisionAsking(HistoryAsking):
    """What a revision takes."""

    kind: str = asks(one_of(RECORD_TABLES), "Table of the data package; without it, all.", "")


@dataclass(frozen=True)
class ReferenceAsking(Asking):
    """What the list of a reference table takes."""

    country: str = asks(read_country, "Country, ISO 3166-1 alpha-2; of a rate, the country that pays in it.", "")
    currency: str = asks(read_currency, "Currency, ISO 4217; of prices, that in which the country pays.", "")
    year: int | None = asks(read_year, "Year; rows without a date stay.", None)
    use: str = asks(one_of(USES), "Whether rows can be used: yes, check or no; without it, all.", "")
    source: str = asks(read_id, "Id of the source from which rows were taken.", "")
    page: int = asks(read_page, "Page of the list.", 1)

    @property
    def wanted(self) -> Wanted:
        """The same as the domain takes it."""
        return Wanted(self.country, self.currency, self.year, self.use, self.source)


@dataclass(frozen=True)
class LogAsking(Asking):
    """What the public log of decisions takes; it always shows the newest state."""

    decision: str = asks(one_of(TERMS["report_decision"]), "Decision; without it, all.", "")
    reason: str = asks(one_of(TERMS["report_reason"]), "Reason; without it, all.", "")
    page: int = asks(read_page, "Page of the list.", 1)

    @property
    def wanted(self) -> LogWanted:
        """The same as the domain takes it."""
        return LogWanted(self.decision, self.reason)


@dataclass(frozen=True)
class DeskAsking:
    """What the queue of the desk takes."""

    state: str = asks(one_of(("submitted", "in_review")), "Where a report stands; without it, all.", "")
    kind: str = asks(one_of((*PROPOSED, *EXTRA)), "Table that a report fills; without it, all.", "")
    account: str = asks(one_of(("with", "without")), "Sent with or without an account; without it, all.", "")
    mine: str = asks(
        one_of(("mine", "free", "second")), "Those one has, those nobody has, those to be read by a second.", ""
    )
    age: int = asks(read_whole, "Days at least since a report was sent.", 0)

    @property
    def wanted(self) -> Waiting:
        """The same as the domain takes it."""
        return Waiting(self.state, self.kind, self.account, self.mine, self.age)


@dataclass(frozen=True)
class PathsAsking(Asking):
    """What the search for ways between two parties takes."""

    left: str = asks(read_id, "Id of the party where the ways start.", "", name="from")
    right: str = asks(read_id, "Id of the party where they end.", "", name="to")


A = TypeVar("A", bound=Asking | DeskAsking)


def _name(declared: Field[Any]) -> str:
    return str(declared.metadata["name"] or declared.name)


def parameters_of(asking: type[Asking]) -> list[Parameter]:
    """List what a view takes."""
    return [Parameter(_name(f), f.metadata["about"]) for f in fields(asking)]


def read_query(asking: type[A], args: MultiDict[str, str]) -> A:
    """Read a query; an empty value counts as not given. Raises Invalid with every problem found."""
    declared = {_name(f): f for f in fields(asking)}
    problems = [_unknown(name, declared) for name in args if name not in declared]
    found: dict[str, Any] = {}
    for name, f in declared.items():
        sent = args.getlist(name)
        if len(sent) > 1:
            problems.append(Problem(name, _("is given more than once."), _("Give it once.")))
        elif sent and sent[0]:
            try:
                found[f.name] = f.metadata["read"](sent[0])
            except Unreadable as error:
                what = f"{quoted(sent[0])}: {error.what}."
                problems.append(Problem(name, what, error.mend))
    if problems:
        raise Invalid(problems)
    return asking(**found)


def _unknown(name: str, declared: dict[str, Field[Any]]) -> Problem:
    mend = _("It takes: %(names)s.", names=", ".join(declared))
    return Problem(shown(name).strip("“”"), _("is not a parameter of this address."), mend)


def missing(*names: str) -> Invalid:
    """Say that ids were not given."""
    return Invalid([Problem(name, _("is missing."), _("Give an id.")) for name in names])
