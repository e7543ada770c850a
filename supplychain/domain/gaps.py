"""What is not known behind a product: computed, and worded as questions. Silence is a finding, never a clean record."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from pydantic import Field

from supplychain.domain.place import Place, named_for, place
from supplychain.domain.reach import Asked, LeftOut, Reach
from supplychain.domain.records import Claim, Link, PracticeReport, Record, Response, Wage
from supplychain.domain.snapshot import Snapshot
from supplychain.domain.standing import show
from supplychain.domain.values import partial_days
from supplychain.domain.vocabulary import PRACTICE_GROUP

OLD_YEARS = 3
"""A pay report older than this, counted from the asked date or the day of the revision, is called old."""


class GapCode(StrEnum):
    """Every kind of gap, in the order in which they are shown."""

    NOTHING_KNOWN = "nothing_known"
    NOTHING_NAMED = "nothing_named"
    PARTY_NOT_NAMED = "party_not_named"
    UNDISCLOSED_PARTY = "undisclosed_party"
    NO_SUPPLIER_LIST = "no_supplier_list"
    NO_WAGE_REPORT = "no_wage_report"
    OLD_WAGE_REPORTS = "old_wage_reports"
    NO_SURVEILLANCE_KNOWN = "no_surveillance_known"
    COUNTRY_NOT_STATED = "country_not_stated"
    UNDATED_LINKS = "undated_links"
    SINGLE_SOURCE = "single_source"
    ASKED_NO_ANSWER = "asked_no_answer"
    DOES_NOT_KNOW = "does_not_know"
    BOUND_HIT = "bound_hit"


GAPS: dict[GapCode, str] = {
    GapCode.NOTHING_KNOWN: "Who does the data work for %(name)s? No link to any employer is known here.",
    GapCode.NOTHING_NAMED: "Who does the data work for %(name)s itself? No source read here names anyone for it; "
    "the employers shown stand behind its maker or behind what it is built on.",
    GapCode.PARTY_NOT_NAMED: "Who is the firm? Sources say that there is one and do not describe it (links: %(count)s).",
    GapCode.UNDISCLOSED_PARTY: "Who are they? The chain ends at parties that sources describe and do not name "
    "(parties: %(count)s).",
    GapCode.NO_SUPPLIER_LIST: "With whom does %(name)s contract? No list of its data-work suppliers published by itself "
    "is known here.",
    GapCode.NO_WAGE_REPORT: "What are the people paid? No pay report is known for %(count)s of %(total)s employers.",
    GapCode.OLD_WAGE_REPORTS: "What are they paid today? The newest dated pay report is more than %(years)s years old for "
    "%(count)s of %(total)s employers.",
    GapCode.NO_SURVEILLANCE_KNOWN: "How are the people watched? Nothing is known for %(count)s of %(total)s employers.",
    GapCode.COUNTRY_NOT_STATED: "Where is the work done? The links do not say it for %(count)s of %(total)s employers.",
    GapCode.UNDATED_LINKS: "When was it? Links on the paths without any date: %(count)s.",
    GapCode.SINGLE_SOURCE: "Who else says so? Links on the paths that rest on one independent source: %(count)s.",
    GapCode.ASKED_NO_ANSWER: "Why no answer? Asked and, as reported, without an answer: %(names)s.",
    GapCode.DOES_NOT_KNOW: "Who knows, if not they? Say themselves that they do not know: %(names)s.",
    GapCode.BOUND_HIT: "What lies further along? The walk stopped after %(count)s labour hops, and links go on from there.",
}
"""Each gap in words, worded as a question; the names in %(…)s are filled in."""


class Gap(Record):
    """One thing that is not known."""

    code: GapCode = Field(description="Kind of gap.")
    words: str = Field(description="The gap as a question and what lies behind it.")
    about: tuple[str, ...] = Field(description="Ids of the parties or claims that it is about.")
    parameters: dict[str, str | int] = Field(description="What was filled into the words, for other languages.")


def _gap(code: GapCode, about: Iterable[str], **parameters: str | int) -> Gap:
    ids = tuple(sorted(set(about)))
    filled: dict[str, str | int] = {"count": len(ids), **parameters}
    return Gap(code=code, words=GAPS[code] % filled, about=ids, parameters=filled)


def find_gaps(snapshot: Snapshot, reach: Reach, asked: Asked) -> tuple[Gap, ...]:
    """Find every gap behind a product. Depends on what was reached only, never on links of other products."""
    found = [
        *_who(snapshot, reach),
        *_pay(snapshot, reach, asked),
        *_work(snapshot, reach),
        *_evidence(snapshot, reach),
        *_answers(snapshot, reach),
    ]
    if reach.bound_hit:
        found.append(_gap(GapCode.BOUND_HIT, [reach.tool], count=asked.depth))
    return tuple(sorted(found, key=lambda g: (list(GapCode).index(g.code), g.about)))


def _who(snapshot: Snapshot, reach: Reach) -> Iterable[Gap]:
    name = snapshot.entities[reach.tool].name
    if not reach.employers:
        yield _gap(GapCode.NOTHING_KNOWN, [reach.tool], name=name)
    elif not any(named_for(snapshot, reach, path) for path in reach.employers.values()):
        yield _gap(GapCode.NOTHING_NAMED, [reach.tool], name=name)
    if unnamed := reach.left_out.get(LeftOut.NOT_NAMED):
        yield _gap(GapCode.PARTY_NOT_NAMED, (link.id for link in unnamed))
    hidden = [id for id in (*reach.employers, *reach.vendors) if snapshot.entities[id].kind == "undisclosed"]
    if hidden:
        yield _gap(GapCode.UNDISCLOSED_PARTY, hidden)
    for vendor in reach.vendors:
        own = [h for h in reach.hops if h.labour and h.source == vendor and _own_list(snapshot, h.link)]
        if not own:
            yield _gap(GapCode.NO_SUPPLIER_LIST, [vendor], name=snapshot.entities[vendor].name)


def _own_list(snapshot: Snapshot, link: Link) -> bool:
    """Whether the buying side itself published the link."""
    published = any(snapshot.sources[c.source].kind == "company_statement" for c in link.citations)
    return link.relation == "data_work_by" and link.asserted_by == "client" and published


def _pay(snapshot: Snapshot, reach: Reach, asked: Asked) -> Iterable[Gap]:
    total = len(reach.employers)
    pay = {id: [w for w in snapshot.wages_at(id) if w.basis != "paid_by_client"] for id in reach.employers}
    if without := [id for id, wages in pay.items() if not wages and not snapshot.cells_at(id)]:
        yield _gap(GapCode.NO_WAGE_REPORT, without, total=total)
    today = partial_days(asked.on or snapshot.recorded_on)[1]
    threshold = date(max(today.year - OLD_YEARS, 1), today.month, min(today.day, 28))
    dated = {
        id: [d for w in wages for d in (w.end, w.start, w.reported_on) if d and d != ".."] for id, wages in pay.items()
    }
    old = [id for id, days in dated.items() if days and max(partial_days(d)[1] for d in days) < threshold]
    if old:
        yield _gap(GapCode.OLD_WAGE_REPORTS, old, total=total, years=OLD_YEARS)


def _work(snapshot: Snapshot, reach: Reach) -> Iterable[Gap]:
    total = len(reach.employers)
    unwatched = [
        id
        for id in reach.employers
        if not any(PRACTICE_GROUP[p.practice] == "surveillance" for p in snapshot.practices_at(id))
    ]
    if unwatched:
        yield _gap(GapCode.NO_SURVEILLANCE_KNOWN, unwatched, total=total)
    nowhere = [id for id, path in reach.employers.items() if not path[-1].link.countries]
    if nowhere:
        yield _gap(GapCode.COUNTRY_NOT_STATED, nowhere, total=total)


def _evidence(snapshot: Snapshot, reach: Reach) -> Iterable[Gap]:
    links = {hop.key: hop.link for path in reach.employers.values() for hop in path if hop.labour}
    if undated := [id for id, link in links.items() if not link.period.stated]:
        yield _gap(GapCode.UNDATED_LINKS, undated)
    if single := [id for id, link in links.items() if show(link, snapshot).evidence.voices == 1]:
        yield _gap(GapCode.SINGLE_SOURCE, single)


def _answers(snapshot: Snapshot, reach: Reach) -> Iterable[Gap]:
    """Who was asked in vain, and who says that it does not know, about what this trace rests on."""
    claims: list[Claim] = [hop.link for hop in reach.hops]
    for id, path in reach.employers.items():
        own: list[Wage | PracticeReport] = [*snapshot.wages_at(id), *snapshot.practices_at(id)]
        claims += [c for c in own if place(snapshot, reach, path, c) is not Place.OTHER_CLIENTS]
    answers = [pair for claim in claims for pair in snapshot.responses_to_claim(claim.id)]
    for id in (*reach.employers, *reach.vendors):
        answers += snapshot.responses_to_entity(id)
    silent = {r.id: r for r, t in answers if t.stance == "no_answer"}
    asked_about = (reach.tool, *reach.employers, *reach.vendors)
    answers += [pair for id in asked_about for pair in snapshot.answers_to_questions(id)]
    unknowing = {r.id: r for r, _ in answers if r.does_not_know}
    if silent:
        yield _gap(GapCode.ASKED_NO_ANSWER, silent, names=_respondents(snapshot, silent.values()))
    if unknowing:
        yield _gap(GapCode.DOES_NOT_KNOW, unknowing, names=_respondents(snapshot, unknowing.values()))


def _respondents(snapshot: Snapshot, responses: Iterable[Response]) -> str:
    return ", ".join(sorted({snapshot.entities[snapshot.canonical(r.respondent)].name for r in responses}))
