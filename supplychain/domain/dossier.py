"""Compiling a dossier: findings from what counts, criteria that they point to, the questionnaire filled in, next steps.

Silence yields a question and never a good word; nothing that a trace left out counts.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence

from supplychain.domain.compose import names_in, sources_in
from supplychain.domain.criteria import Checklist, Question
from supplychain.domain.disclosures import Answered, answered_about
from supplychain.domain.dossier_answer import (
    FIRM,
    Asked,
    Dossier,
    DossierEmployer,
    DossierSummary,
    Finding,
    FindingKind,
    Fitting,
    Known,
    Nearness,
    Open,
    Pointed,
    QuestionState,
)
from supplychain.domain.dossier_findings import find
from supplychain.domain.dossier_ground import Ground, ground_of
from supplychain.domain.dossier_steps import next_steps
from supplychain.domain.gap_codes import GapCode
from supplychain.domain.own_gaps import own_gaps
from supplychain.domain.parties import Party
from supplychain.domain.pay_share import shares
from supplychain.domain.reach import ANYTHING, LeftOut
from supplychain.domain.reach import Asked as AskedOf
from supplychain.domain.records import Link, Source, Wage
from supplychain.domain.reverse import ReverseTrace, stands_on
from supplychain.domain.snapshot import Snapshot
from supplychain.domain.standing import Reply, Shown, State, show
from supplychain.domain.trace_answer import Omission
from supplychain.domain.vocabulary import EMPLOYER_KINDS

_ORDER = list(Nearness)


def compile_dossier(snapshot: Snapshot, id: str, asked: AskedOf = ANYTHING) -> Dossier:
    """Compile the dossier of a product or an organisation. `id` must be known."""
    ground = ground_of(snapshot, id, asked)
    counted = [ground.claims[claim] for claim in sorted(ground.claims)]
    wages = [s.claim for s, _, _ in counted if isinstance(s.claim, Wage)]
    findings = find(counted, shares(wages, snapshot.reference, snapshot.canonical))
    below = _stands_on_it(snapshot, ground, asked)
    gaps = _gaps(snapshot, ground, below, asked)
    checklist = snapshot.checklist
    criteria = tuple(_pointed(checklist, findings, {o.gap.code for o in gaps}))
    employers = tuple(sorted((_with_reports(e, ground) for e in ground.employers.values()), key=_by_nearness))
    replies = tuple(sorted(ground.replies, key=lambda r: (r.response.date or "9999", r.response.id)))
    known = _Facts(snapshot, ground, employers, replies)
    answered = answered_about(snapshot, _asked_about(ground))
    questions = tuple(_asked(q, known, findings, gaps, counted, answered) for q in checklist.questions)
    pointed = {p.criterion.id for p in criteria if not p.only_possible}
    shown = [s for s, _, _ in counted]
    links = tuple(ground.links[key] for key in sorted(ground.links))
    left_out = tuple(_left_out(snapshot, ground))
    beside = [*(x.shown for x in links), *ground.organised_by.values(), *(s for o in left_out for s in o.claims)]
    replying = [show(r.response, snapshot) for r in replies]
    replying += [show(snapshot.claims[a.response], snapshot) for a in answered]
    parties = _parties(ground, employers, below)
    return Dossier(
        revision=snapshot.revision,
        recorded_on=snapshot.recorded_on,
        names=names_in(snapshot, [*shown, *beside, *replying], *parties),
        sources=_sources(snapshot, [*shown, *beside, *replying], criteria, checklist),
        subject=snapshot.entities[ground.subject],
        asked_id=id,
        summary=_summary(ground, employers, findings, replies, criteria, questions),
        products=tuple(Party.of(found.tool) for found in ground.traces),
        bases=_unique(p.entity for found in ground.traces for p in found.products if p.distance),
        vendors=_unique(v.entity for found in ground.traces for v in found.vendors),
        employers=employers,
        links=links,
        wages=tuple(s for s in shown if isinstance(s.claim, Wage)),
        practices=tuple(s for s in shown if not isinstance(s.claim, Wage)),
        findings=findings,
        organised_by=tuple(ground.organised_by[claim] for claim in sorted(ground.organised_by)),
        responses=replies,
        near={claim: nearness for claim, (_, _, nearness) in sorted(ground.claims.items())},
        left_out=left_out,
        gaps=gaps,
        criteria=criteria,
        questions=questions,
        clauses=tuple(
            Fitting(clause=c, because=tuple(i for i in c.criteria if i in pointed)) for c in checklist.clauses
        ),
        steps=next_steps(criteria, gaps, questions),
        stands_on_it=below,
        traces=ground.traces,
    )


def _left_out(snapshot: Snapshot, ground: Ground) -> Iterator[Omission]:
    """Give each link that was not followed once; what one product leaves out as another's is no omission of their maker."""
    followed = {claim for claim, _, _ in ground.links}
    claims: dict[tuple[LeftOut, str], dict[str, Shown]] = {}
    for found in ground.traces:
        for omission in found.left_out:
            fresh = {s.claim.id: s for s in omission.claims if s.claim.id not in followed}
            claims.setdefault((omission.reason, omission.about), {}).update(fresh)
    for (reason, about), left in claims.items():
        if left:
            yield Omission.of(reason, snapshot.entities[about], tuple(left[id] for id in sorted(left)))


def _asked_about(ground: Ground) -> Iterator[str]:
    """What was asked about, and those who offer it; of an organisation its products too."""
    yield ground.subject
    for found in ground.traces:
        yield from (found.tool.id, *(v.entity.id for v in found.vendors))


def _unique(parties: Iterable[Party]) -> tuple[Party, ...]:
    found = {party.id: party for party in parties}
    return tuple(found[id] for id in sorted(found))


def _by_nearness(e: DossierEmployer) -> tuple[int, str, int, str]:
    return (_ORDER.index(e.nearness), e.grade, e.tier, e.entity.id)


def _with_reports(employer: DossierEmployer, ground: Ground) -> DossierEmployer:
    own = [s.claim for _, (s, at, _) in sorted(ground.claims.items()) if at == employer.entity.id]
    wages = tuple(c.id for c in own if isinstance(c, Wage))
    return employer.model_copy(
        update={"wages": wages, "practices": tuple(c.id for c in own if not isinstance(c, Wage))}
    )


def _stands_on_it(snapshot: Snapshot, ground: Ground, asked: AskedOf) -> ReverseTrace | None:
    main = ground.subject
    return stands_on(snapshot, [main], asked) if snapshot.entities[main].kind in EMPLOYER_KINDS else None


def _parties(ground: Ground, employers: Sequence[DossierEmployer], below: ReverseTrace | None) -> Iterator[str]:
    yield ground.subject
    for employer in employers:
        yield from (employer.entity.id, *employer.products)
    for used in ground.links.values():
        yield from (used.source, used.target)
    for found in ground.traces:
        yield from found.names
    if below is not None:
        yield from (p.entity.id for p in below.products)
        yield from (b.entity.id for b in below.buyers)


def _sources(
    snapshot: Snapshot, shown: Sequence[Shown], criteria: Sequence[Pointed], checklist: Checklist
) -> tuple[Source, ...]:
    """Every source of claims, answers, benchmarks and criteria, by id: each is numbered once, by its place here."""
    found = {s.id for s in sources_in(snapshot, shown)}
    for s in shown:
        if s.pay is not None:
            found |= {id for a in (s.pay.minimum, s.pay.living) for gap in a.gaps for id in gap.benchmark.sources}
    found |= {p.criterion.source for p in criteria}
    return tuple(snapshot.sources[id] for id in sorted(found) if id in snapshot.sources)


# -- what is not known -------------------------------------------------------------------------------------------------


def _gaps(snapshot: Snapshot, ground: Ground, below: ReverseTrace | None, asked: AskedOf) -> tuple[Open, ...]:
    """What the traces do not know; the same gap of several products is one. Of an organisation, what it leaves open itself."""
    alone = ground.traces and ground.traces[0].tool.id == ground.subject
    found: dict[tuple[str, tuple[str, ...]], Open] = {}
    for gap, product in (
        *((gap, t.tool.id) for t in ground.traces for gap in t.gaps),
        *((gap, "") for gap in own_gaps(snapshot, ground, below, asked)),
    ):
        key = (gap.words, gap.about)
        before = found[key].products if key in found else ()
        products = (*before, product) if product and not alone else before
        found[key] = Open(gap=gap, products=products)
    order = list(GapCode)
    return tuple(sorted(found.values(), key=lambda o: (order.index(o.gap.code), o.products, o.gap.about)))


# -- criteria ----------------------------------------------------------------------------------------------------------


def _pointed(checklist: Checklist, findings: Sequence[Finding], gaps: set[GapCode]) -> Iterator[Pointed]:
    open_here = {str(code) for code in gaps}
    for criterion in checklist.criteria.values():
        codes = {*criterion.practices, *criterion.conditions}
        own = [f for f in findings if f.code in codes]
        against = tuple(f for f in own if f.kind is not FindingKind.GOOD_PRACTICE)
        missing = tuple(code for code in criterion.gaps if code in open_here)
        if against or missing:
            yield Pointed(
                criterion=criterion,
                findings=against,
                gaps=missing,
                speaks_for=tuple(f for f in own if f.kind is FindingKind.GOOD_PRACTICE),
                only_possible=not missing and not any(f.nearness in FIRM for f in against),
            )


# -- questions ---------------------------------------------------------------------------------------------------------


class _Facts:
    """What the database knows towards answers, by sort of fact."""

    def __init__(
        self, snapshot: Snapshot, ground: Ground, employers: Sequence[DossierEmployer], replies: Sequence[Reply]
    ) -> None:
        self._ground, self._employers, self._replies = ground, employers, replies
        self._canonical: Callable[[str], str] = snapshot.canonical

    def of(self, fact: str) -> Known | None:
        """Give one sort of fact; None when nothing is recorded."""
        found = getattr(self, f"_{fact}")()
        return Known(fact=fact, parties=found[0], claims=found[1]) if found[0] or found[1] else None

    def _suppliers(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        near = [e for e in self._employers if e.nearness in FIRM]
        return tuple(e.entity.id for e in near), _once(id for e in near for id in e.path)

    def _base(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        built = [x for x in self._ground.links.values() if getattr(x.shown.claim, "relation", "") == "built_on"]
        return _once(sorted(x.target for x in built)), _once(sorted(x.shown.claim.id for x in built))

    def _pay(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        return self._wages(lambda w: w.basis != "paid_by_client")

    def _hours(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        return self._wages(lambda w: w.hours_per_week is not None or w.unpaid_hours_per_week is not None)

    def _price(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        return self._wages(lambda w: w.basis == "paid_by_client")

    def _wages(self, fits: Callable[[Wage], bool]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        near = [(at, s.claim) for s, at, nearness in self._ground.claims.values() if nearness in FIRM]
        own = [(at, claim) for at, claim in near if isinstance(claim, Wage)]
        chosen = sorted((at, w.id) for at, w in own if fits(w))
        return _once(at for at, _ in chosen), _once(id for _, id in chosen)

    def _organised(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        links = [s.claim for s in self._ground.organised_by.values() if isinstance(s.claim, Link)]
        return _once(sorted(self._canonical(x.subject) for x in links)), _once(sorted(x.id for x in links))

    def _subcontracts(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        own = [x for x in self._ground.links.values() if getattr(x.shown.claim, "relation", "") == "subcontracts_to"]
        return _once(sorted(x.target for x in own)), _once(sorted(x.shown.claim.id for x in own))

    def _remedies(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        return self._answered(lambda stance: stance in ("acknowledges", "remedied"))

    def _answers(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        return self._answered(lambda stance: True)

    def _answered(self, fits: Callable[[str], bool]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        own = [r.response for r in self._replies if fits(r.target.stance)]
        return _once(sorted(self._canonical(r.respondent) for r in own)), _once(r.id for r in own)


def _once(ids: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(ids))


def _asked(
    question: Question,
    facts: _Facts,
    findings: Sequence[Finding],
    gaps: Sequence[Open],
    counted: Sequence[tuple[Shown, str, Nearness]],
    answered: Sequence[Answered],
) -> Asked:
    codes = {*question.practices, *question.conditions}
    own = tuple(f for f in findings if f.code in codes)
    known = tuple(k for fact in question.facts if (k := facts.of(fact)) is not None)
    denials = tuple(
        s.claim.id
        for s, _, _ in counted
        if State.DENIED in s.states and getattr(s.claim, "practice", "") in question.practices
    )
    against = any(f.kind is not FindingKind.GOOD_PRACTICE for f in own)
    said = tuple(a for a in answered if a.question == question.id)
    state = (
        QuestionState.REPORTED
        if against
        else QuestionState.ANSWERED
        if any(a.stance == "answers" for a in said)
        else QuestionState.IN_PART
        if own or known or denials
        else QuestionState.OPEN
    )
    missing = tuple(dict.fromkeys(str(o.gap.code) for o in gaps if o.gap.code in question.gaps))
    return Asked(question=question, state=state, known=known, findings=own, denials=denials, gaps=missing, answers=said)


# -- summary -----------------------------------------------------------------------------------------------------------


def _summary(
    ground: Ground,
    employers: Sequence[DossierEmployer],
    findings: Sequence[Finding],
    replies: Sequence[Reply],
    criteria: Sequence[Pointed],
    questions: Sequence[Asked],
) -> DossierSummary:
    near = [e for e in employers if e.nearness in FIRM]
    countries = {c for e in near for c in e.countries}
    elsewhere = {c for e in employers for c in e.countries} - countries
    kinds = Counter(f.kind for f in findings)
    firm = Counter(f.kind for f in findings if f.nearness in FIRM)
    own = Counter(e.nearness for e in employers)
    return DossierSummary(
        nearness={n: own[n] for n in Nearness if n is not Nearness.OWN},
        undisclosed=sum(e.entity.kind == "undisclosed" for e in employers),
        countries=tuple(sorted(countries)),
        possible_countries=tuple(sorted(elsewhere)),
        findings={kind: kinds[kind] for kind in FindingKind},
        firm_findings={kind: firm[kind] for kind in FindingKind},
        responses=len({r.response.id for r in replies if r.target.stance != "no_answer"}),
        silences=len({r.response.respondent for r in replies if r.target.stance == "no_answer"}),
        criteria=sum(not p.only_possible for p in criteria),
        open_questions=sum(a.state is QuestionState.OPEN for a in questions),
        not_counted=len(ground.not_counted - set(ground.claims)),
    )
