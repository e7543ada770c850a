"""What is not known behind a product: computed, and worded as questions. Silence is a finding, never a clean record."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from pydantic import Field

from supplychain.domain.gap_codes import GapCode
from supplychain.domain.place import Place, named_for, place
from supplychain.domain.reach import Asked, LeftOut, Reach
from supplychain.domain.records import Claim, Link, PracticeReport, Record, Response, Wage
from supplychain.domain.snapshot import Snapshot
from supplychain.domain.standing import show
from supplychain.domain.values import partial_days
from supplychain.domain.vocabulary import PRACTICE_GROUP

GAPS_RULE = 1
"""Version of the rules by which gaps are found. A gap that is added, or found otherwise, raises it."""
OLD_YEARS = 3
"""A pay report older than this, counted from the asked date or the day of the revision, is called old."""


GAPS: dict[GapCode, str] = {
    GapCode.NOTHING_KNOWN: "Who does the data work for %(name)s? No link to any employer is known here.",
    GapCode.NOTHING_NAMED: "Who does the data work for %(name)s itself? No source read here names anyone for it; "
    "the employers shown stand behind its maker or behind what it is built on.",
    GapCode.PARTY_NOT_NAMED: "Who is the firm? Sources say that there is one and do not describe it (links: %(count)s).",
    GapCode.UNDISCLOSED_PARTY: "Who are they? The chain ends at parties that sources describe and do not name "
    "(parties: %(count)s).",
    GapCode.NO_SUPPLIER_LIST: "With whom does %(name)s contract? No list of its data-work suppliers published by itself "
    "is known here.",
    GapCode.NO_BUYER_KNOWN: "For whom do the people of %(name)s work? No product and no buyer is known here.",
    GapCode.NO_WAGE_REPORT: "What are the people paid? No pay report is known for %(count)s of %(total)s employers.",
    GapCode.OLD_WAGE_REPORTS: "What are they paid today? No pay report dated within the last %(years)s years is known for "
    "%(count)s of %(total)s employers; there are older or undated ones.",
    GapCode.PAY_PLACE_NOT_STATED: "Where was it paid? Pay reports that name no country: %(count)s of %(total)s.",
    GapCode.PAY_TIME_NOT_STATED: "When was it paid? Pay reports without any date: %(count)s of %(total)s.",
    GapCode.NO_SURVEILLANCE_KNOWN: "How are the people watched? Nothing is known for %(count)s of %(total)s employers.",
    GapCode.NO_CONDITIONS_KNOWN: "Under which conditions do they work? Nothing is known for %(count)s of %(total)s employers.",
    GapCode.COUNTRY_NOT_STATED: "Where is the work done? The links do not say it for %(count)s of %(total)s employers.",
    GapCode.UNDATED_LINKS: "When was it? Links on the paths without any date: %(count)s.",
    GapCode.SINGLE_SOURCE: "Who else says so? Links on the paths that rest on one independent source: %(count)s.",
    GapCode.ASKED_NO_ANSWER: "Why no answer? Asked and, as reported, without an answer: %(names)s.",
    GapCode.NO_ANSWER_KNOWN: "What do they say themselves? No answer is known for %(count)s of %(total)s employers; whether "
    "they were asked is not recorded.",
    GapCode.DOES_NOT_KNOW: "Who knows, if not they? Say themselves that they do not know: %(names)s.",
    GapCode.BOUND_HIT: "What lies further along? The walk stopped after %(count)s labour hops, and links go on from there.",
}
"""Each gap in words, worded as a question; the names in %(…)s are filled in."""


RULES: dict[GapCode, str] = {
    GapCode.NOTHING_KNOWN: "No employer is reached.",
    GapCode.NOTHING_NAMED: "Employers are reached, and none by links that name the product itself.",
    GapCode.PARTY_NOT_NAMED: "A link says that there is such a firm and does not describe it.",
    GapCode.UNDISCLOSED_PARTY: "An employer or a vendor is described and not named.",
    GapCode.NO_SUPPLIER_LIST: "No link to an employer rests on a statement of the one who buys the work. Of an organisation: "
    "where it buys work.",
    GapCode.NO_BUYER_KNOWN: "No link leads from a product or a buyer to the organisation. Only of one that employs people.",
    GapCode.NO_WAGE_REPORT: "No pay report, and no group of pay reports by workers, counts at the employer. A client’s price is "
    "no pay report.",
    GapCode.OLD_WAGE_REPORTS: "There are pay reports at the employer, and none of them has a date of the last three years.",
    GapCode.PAY_PLACE_NOT_STATED: "A pay report names no country. Only of an organisation.",
    GapCode.PAY_TIME_NOT_STATED: "A pay report has no period and no date of the report. Only of an organisation.",
    GapCode.NO_SURVEILLANCE_KNOWN: "No report on surveillance counts at the employer.",
    GapCode.NO_CONDITIONS_KNOWN: "No report on conditions counts at the employer. Only of an organisation.",
    GapCode.COUNTRY_NOT_STATED: "No country stands at the link that leads to the employer; of an organisation, at none of them.",
    GapCode.UNDATED_LINKS: "A link to an employer on a path has no period.",
    GapCode.SINGLE_SOURCE: "A link to an employer on a path has one independent source.",
    GapCode.ASKED_NO_ANSWER: "A source says that somebody was asked and gave no answer.",
    GapCode.NO_ANSWER_KNOWN: "Neither an answer of the employer nor its silence is recorded. Only of an organisation.",
    GapCode.DOES_NOT_KNOW: "Somebody says of themselves that they do not know.",
    GapCode.BOUND_HIT: "Links go on beyond the depth that was asked for.",
}
"""When each gap is found. Of an organisation the same holds for its own people and for those from whom it buys work directly."""
LARGER: dict[GapCode, GapCode] = {
    GapCode.OLD_WAGE_REPORTS: GapCode.NO_WAGE_REPORT,
    GapCode.ASKED_NO_ANSWER: GapCode.NO_ANSWER_KNOWN,
}
"""Gap -> the larger one that takes its place when what it speaks of falls away."""


class Gap(Record):
    """One thing that is not known."""

    code: GapCode = Field(description="Kind of gap.")
    words: str = Field(description="The gap as a question and what lies behind it.")
    about: tuple[str, ...] = Field(description="Ids of the parties or claims that it is about.")
    parameters: dict[str, str | int] = Field(description="What was filled into the words, for other languages.")
    rule: str = Field("", description="When such a gap is found.")


def gap_of(code: GapCode, about: Iterable[str], **parameters: str | int) -> Gap:
    """Word a gap; `count` is how many ids it is about unless it is given."""
    ids = tuple(sorted(set(about)))
    filled: dict[str, str | int] = {"count": len(ids), **parameters}
    return Gap(code=code, words=GAPS[code] % filled, about=ids, parameters=filled, rule=RULES[code])


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
        found.append(gap_of(GapCode.BOUND_HIT, [reach.tool], count=asked.depth))
    return tuple(sorted(found, key=lambda g: (list(GapCode).index(g.code), g.about)))


def _who(snapshot: Snapshot, reach: Reach) -> Iterable[Gap]:
    name = snapshot.entities[reach.tool].name
    if not reach.employers:
        yield gap_of(GapCode.NOTHING_KNOWN, [reach.tool], name=name)
    elif not any(named_for(snapshot, reach, path) for path in reach.employers.values()):
        yield gap_of(GapCode.NOTHING_NAMED, [reach.tool], name=name)
    if unnamed := reach.left_out.get(LeftOut.NOT_NAMED):
        yield gap_of(GapCode.PARTY_NOT_NAMED, (link.id for link in unnamed))
    hidden = [id for id in (*reach.employers, *reach.vendors) if snapshot.entities[id].kind == "undisclosed"]
    if hidden:
        yield gap_of(GapCode.UNDISCLOSED_PARTY, hidden)
    for vendor in reach.vendors:
        own = [h for h in reach.hops if h.labour and h.source == vendor and own_list(snapshot, h.link)]
        if not own:
            yield gap_of(GapCode.NO_SUPPLIER_LIST, [vendor], name=snapshot.entities[vendor].name)


def own_list(snapshot: Snapshot, link: Link) -> bool:
    """Whether the buying side itself published the link."""
    published = any(snapshot.sources[c.source].kind == "company_statement" for c in link.citations)
    return link.relation == "data_work_by" and link.asserted_by == "client" and published


def _pay(snapshot: Snapshot, reach: Reach, asked: Asked) -> Iterable[Gap]:
    total = len(reach.employers)
    pay = {id: [w for w in snapshot.wages_at(id) if w.basis != "paid_by_client"] for id in reach.employers}
    if without := [id for id, wages in pay.items() if not wages and not snapshot.cells_at(id)]:
        yield gap_of(GapCode.NO_WAGE_REPORT, without, total=total)
    yield from old_pay(pay, asked.on or snapshot.recorded_on, total)


def old_pay(pay: Mapping[str, Sequence[Wage]], on: str, total: int) -> Iterable[Gap]:
    """Whose pay reports are all old or undated; `pay` are the reports at each employer."""
    today = partial_days(on)[1]
    threshold = date(max(today.year - OLD_YEARS, 1), today.month, min(today.day, 28))
    old = [
        id
        for id, wages in pay.items()
        if wages and not any(partial_days(d)[1] >= threshold for w in wages for d in dates_of(w))
    ]
    if old:
        yield gap_of(GapCode.OLD_WAGE_REPORTS, old, total=total, years=OLD_YEARS)


def dates_of(wage: Wage) -> list[str]:
    """Every date that a pay report has."""
    return [d for d in (wage.end, wage.start, wage.reported_on) if d and d != ".."]


def _work(snapshot: Snapshot, reach: Reach) -> Iterable[Gap]:
    total = len(reach.employers)
    unwatched = [
        id
        for id in reach.employers
        if not any(PRACTICE_GROUP[p.practice] == "surveillance" for p in snapshot.practices_at(id))
    ]
    if unwatched:
        yield gap_of(GapCode.NO_SURVEILLANCE_KNOWN, unwatched, total=total)
    nowhere = [id for id, path in reach.employers.items() if not path[-1].link.countries]
    if nowhere:
        yield gap_of(GapCode.COUNTRY_NOT_STATED, nowhere, total=total)


def _evidence(snapshot: Snapshot, reach: Reach) -> Iterable[Gap]:
    links = {hop.key: hop.link for path in reach.employers.values() for hop in path if hop.labour}
    if undated := [id for id, link in links.items() if not link.period.stated]:
        yield gap_of(GapCode.UNDATED_LINKS, undated)
    if single := [id for id, link in links.items() if show(link, snapshot).evidence.voices == 1]:
        yield gap_of(GapCode.SINGLE_SOURCE, single)


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
        yield gap_of(GapCode.ASKED_NO_ANSWER, silent, names=respondents(snapshot, silent.values()))
    if unknowing:
        yield gap_of(GapCode.DOES_NOT_KNOW, unknowing, names=respondents(snapshot, unknowing.values()))


def respondents(snapshot: Snapshot, responses: Iterable[Response]) -> str:
    """Names of those who answered, or did not."""
    return ", ".join(sorted({snapshot.entities[snapshot.canonical(r.respondent)].name for r in responses}))
