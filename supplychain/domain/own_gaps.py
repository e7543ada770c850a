"""What is not known of an organisation: of its own people where it employs, and of those from whom it buys work directly.

The gaps and their words are those of traces. Whom they are about follows from what the organisation is and from links, never
from reports: a report that falls away leaves a question behind and takes none with it.
"""

from collections.abc import Iterable, Iterator

from supplychain.domain.dossier_ground import Ground
from supplychain.domain.gap_codes import GapCode
from supplychain.domain.gaps import Gap, dates_of, gap_of, old_pay, own_list, respondents
from supplychain.domain.reach import Asked
from supplychain.domain.records import Link, PracticeReport, Wage
from supplychain.domain.reverse import ReverseTrace
from supplychain.domain.snapshot import Snapshot
from supplychain.domain.standing import show
from supplychain.domain.vocabulary import EMPLOYER_KINDS, LABOUR_RELATIONS, PRACTICE_GROUP, PRODUCTS


def own_gaps(snapshot: Snapshot, ground: Ground, below: ReverseTrace | None, asked: Asked) -> Iterator[Gap]:
    """Find what an organisation leaves open itself; what the traces of its products do not know is said by them."""
    entity = snapshot.entities[ground.subject]
    if entity.kind in PRODUCTS:
        return
    works = entity.kind in EMPLOYER_KINDS
    traced = {e.entity.id for found in ground.traces for e in found.employers}
    bought = [id for id in ground.employers if id not in traced]
    at = [*((entity.id,) if works else ()), *(id for id in bought if id != entity.id)]
    if not ground.traces and not at:
        yield gap_of(GapCode.NOTHING_KNOWN, [entity.id], name=entity.name)
    hidden = [id for id in at if snapshot.entities[id].kind == "undisclosed"]
    if hidden:
        yield gap_of(GapCode.UNDISCLOSED_PARTY, hidden)
    direct = _links(snapshot, ground.subject)
    if bought and not ground.traces and not any(own_list(snapshot, link) for link in direct):
        yield gap_of(GapCode.NO_SUPPLIER_LIST, [entity.id], name=entity.name)
    if below is not None and not below.products and not below.buyers:
        yield gap_of(GapCode.NO_BUYER_KNOWN, [entity.id], name=entity.name)
    if at:
        yield from _pay(snapshot, ground, at, asked)
        yield from _work(ground, at)
        yield from _links_to(
            snapshot, at, {ground.subject: _named_by(snapshot, ground.subject) if works else []}, direct
        )
    yield from _answers(snapshot, ground, at)


def _links(snapshot: Snapshot, id: str) -> list[Link]:
    """Links by which it buys work."""
    return [x for x in snapshot.links_from([id], LABOUR_RELATIONS) if x.object and _stands(x)]


def _named_by(snapshot: Snapshot, id: str) -> list[Link]:
    """Links that name it as the one who does the work."""
    return [x for x in snapshot.links_to([id], LABOUR_RELATIONS) if _stands(x)]


def _stands(link: Link) -> bool:
    return link.stance in ("affirms", "inferred")


def _pay(snapshot: Snapshot, ground: Ground, at: list[str], asked: Asked) -> Iterator[Gap]:
    pay: dict[str, list[Wage]] = {id: [] for id in at}
    for shown, employer, _ in ground.claims.values():
        if isinstance(shown.claim, Wage) and shown.claim.basis != "paid_by_client" and employer in pay:
            pay[employer].append(shown.claim)
    if without := [id for id, wages in pay.items() if not wages and not snapshot.cells_at(id)]:
        yield gap_of(GapCode.NO_WAGE_REPORT, without, total=len(at))
    yield from old_pay(pay, asked.on or snapshot.recorded_on, len(at))
    every = [wage for wages in pay.values() for wage in wages]
    if nowhere := [w.id for w in every if not w.countries]:
        yield gap_of(GapCode.PAY_PLACE_NOT_STATED, nowhere, total=len(every))
    if undated := [w.id for w in every if not dates_of(w)]:
        yield gap_of(GapCode.PAY_TIME_NOT_STATED, undated, total=len(every))


def _work(ground: Ground, at: list[str]) -> Iterator[Gap]:
    known = {
        (PRACTICE_GROUP[shown.claim.practice], employer)
        for shown, employer, _ in ground.claims.values()
        if isinstance(shown.claim, PracticeReport)
    }
    for group, code in (
        ("surveillance", GapCode.NO_SURVEILLANCE_KNOWN),
        ("conditions", GapCode.NO_CONDITIONS_KNOWN),
    ):
        if without := [id for id in at if (group, id) not in known]:
            yield gap_of(code, without, total=len(at))


def _links_to(snapshot: Snapshot, at: list[str], named: dict[str, list[Link]], direct: list[Link]) -> Iterator[Gap]:
    """Where and when, and who says so, by the links that lead to each employer."""
    leading = {id: named.get(id) or [x for x in direct if x.object and snapshot.canonical(x.object) == id] for id in at}
    if nowhere := [id for id, links in leading.items() if not any(x.countries for x in links)]:
        yield gap_of(GapCode.COUNTRY_NOT_STATED, nowhere, total=len(at))
    links = {x.id: x for own in leading.values() for x in own}
    if undated := [id for id, link in links.items() if not link.period.stated]:
        yield gap_of(GapCode.UNDATED_LINKS, undated)
    if single := [id for id, link in links.items() if show(link, snapshot).evidence.voices == 1]:
        yield gap_of(GapCode.SINGLE_SOURCE, single)


def _answers(snapshot: Snapshot, ground: Ground, at: Iterable[str]) -> Iterator[Gap]:
    """Who was asked in vain, of whom no answer is known, who says that it does not know.

    Of an organisation with products, the traces say it of these; here it is said of all that is recorded.
    """
    at = list(at)
    told = {id: [r for r, _ in snapshot.answers_to_questions(id)] for id in {ground.subject, *at}}
    answers = [*(reply.response for reply in ground.replies), *(r for own in told.values() for r in own)]
    heard = {snapshot.canonical(r.respondent) for r in answers}
    if without := [id for id in at if id not in heard]:
        yield gap_of(GapCode.NO_ANSWER_KNOWN, without, total=len(at))
    if ground.traces:
        return
    silent = {r.response.id: r.response for r in ground.replies if r.target.stance == "no_answer"}
    if silent:
        yield gap_of(GapCode.ASKED_NO_ANSWER, silent, names=respondents(snapshot, silent.values()))
    unknowing = {r.id: r for r in answers if r.does_not_know}
    if unknowing:
        yield gap_of(GapCode.DOES_NOT_KNOW, unknowing, names=respondents(snapshot, unknowing.values()))
