"""Search and look at entities, claims, sources, figures, countries, practices and paths."""

from supplychain.domain import browse as b
from supplychain.domain import compose
from supplychain.domain import vocabulary as v
from supplychain.domain.disclosures import Answered, answered_about, answered_by
from supplychain.domain.errors import NotFound
from supplychain.domain.evidence import roots
from supplychain.domain.identity import may_be_the_same
from supplychain.domain.inquiries import not_on_point, tally_of
from supplychain.domain.matching import Wanted, matcher_of
from supplychain.domain.overview import merged
from supplychain.domain.parties import Party, mentioned, mentions
from supplychain.domain.path_answers import PathAnswer
from supplychain.domain.pay_answers import PaidClaim
from supplychain.domain.pay_brief import is_survey
from supplychain.domain.pay_gate import employers_of
from supplychain.domain.reach import Asked
from supplychain.domain.records import Link, PracticeReport, Response, Source, Wage
from supplychain.domain.reverse import stands_on
from supplychain.domain.search import find, fold, known, near
from supplychain.domain.snapshot import Snapshot
from supplychain.domain.standing import Reply, show
from supplychain.services.pay import pay_of_claim
from supplychain.store.database import View


def search(view: View, query: str, kind: str = "", limit: int = 50) -> b.SearchAnswer:
    """Search names and aliases across kinds."""
    snapshot = view.snapshot()
    hits = compose.hits_for(snapshot, query, [kind] if kind else [])
    close = [] if hits or not query.strip() else meant_perhaps(snapshot, query)
    return b.SearchAnswer(
        revision=snapshot.revision,
        recorded_on=snapshot.recorded_on,
        query=query,
        kind=kind,
        total=len(hits),
        hits=tuple(hits[:limit]),
        near=tuple(Party.of(snapshot.entities[id]) for id in close),
    )


def meant_perhaps(snapshot: Snapshot, query: str) -> list[str]:
    """Give the ids of parties that a name may mean: those of the matcher, else those that are spelled alike."""
    return [m.id for m in matcher_of(snapshot).find(Wanted(query))] or [id for id, _ in near(snapshot, query)]


def list_entities(view: View, kind: str = "", page: int = 1) -> b.EntityListAnswer:
    """List entities by name, a page at a time."""
    snapshot = view.snapshot()
    counts = mentions(snapshot)
    own = [e for e in snapshot.entities.values() if snapshot.canonical(e.id) == e.id]
    chosen = sorted((e for e in own if kind in ("", e.kind)), key=lambda e: (e.name.casefold(), e.id))
    rows, pages = b.page_of(chosen, page)
    return b.EntityListAnswer(
        revision=snapshot.revision,
        recorded_on=snapshot.recorded_on,
        kind=kind,
        page=page,
        pages=pages,
        total=len(chosen),
        counts={k: sum(e.kind == k for e in own) for k in v.ENTITY_KINDS},
        rows=tuple(
            b.EntityListRow(
                id=e.id, name=e.name, kind=e.kind, country=e.country, description=e.description, claims=counts[e.id]
            )
            for e in rows
        ),
    )


def show_entity(view: View, id: str, asked: Asked, asked_for: str = "") -> b.EntityAnswer:
    """Show everything that is recorded about a party; `asked_for` is the merged id that led to this one, if one did."""
    snapshot = view.snapshot()
    known(snapshot, "entity", id)
    main = snapshot.canonical(id)
    members = snapshot.members(main)
    entity = snapshot.entities[main]
    around = [c for c in snapshot.live if {snapshot.canonical(i) for i in mentioned(c)} & {main}]
    shown = compose.shown_all(snapshot, around)
    cells, held_back = snapshot.cells_at(main), snapshot.held_back_at(main)
    reported = snapshot.wages_at(main) or snapshot.practices_at(main) or cells or held_back
    is_employer = entity.kind in v.EMPLOYER_KINDS or bool(reported)
    replies = snapshot.responses_to_entity(main)
    requests = tuple(r for r in snapshot.requests if snapshot.canonical(r.respondent) == main)
    below = stands_on(snapshot, [main], asked) if is_employer else None
    standing = (
        [] if below is None else [p.entity.id for p in below.products] + [buyer.entity.id for buyer in below.buyers]
    )
    disclosed = _once((*answered_by(snapshot, main), *answered_about(snapshot, [main])))
    more = [*standing, *(r.about for r in requests if r.about), *(one.about for one in disclosed)]
    return b.EntityAnswer(
        revision=snapshot.revision,
        recorded_on=snapshot.recorded_on,
        names=compose.names_in(snapshot, shown, main, *more, *employers_of(cells, held_back)),
        sources=compose.sources_in(snapshot, [*shown, *(show(r, snapshot) for r, _ in replies)]),
        entity=entity,
        asked_id=id,
        members=tuple(snapshot.entities[m] for m in members if m != main),
        judgements=tuple(j for j in snapshot.judgements if {j.left, j.right} & set(members)),
        candidates=tuple(Party.of(snapshot.entities[c]) for c in may_be_the_same(snapshot, main)),
        merged=merged(snapshot, asked_for or id, main),
        links_out=tuple(s for s in shown if isinstance(s.claim, Link) and snapshot.canonical(s.claim.subject) == main),
        links_in=tuple(s for s in shown if isinstance(s.claim, Link) and snapshot.canonical(s.claim.subject) != main),
        wages=tuple(s for s in shown if isinstance(s.claim, Wage)),
        practices=tuple(s for s in shown if isinstance(s.claim, PracticeReport)),
        cells=cells,
        held_back=held_back,
        figures=tuple(s for s in shown if s.kind == "figure"),
        answers_given=tuple(
            s for s in shown if isinstance(s.claim, Response) and snapshot.canonical(s.claim.respondent) == main
        ),
        answers_about=tuple(Reply(response=r, target=t) for r, t in replies),
        disclosed=disclosed,
        question_numbers={q.id: q.number for q in snapshot.checklist.questions} if disclosed else {},
        requests=requests,
        not_on_point=not_on_point(snapshot, requests),
        tally=tally_of(snapshot, main),
        stands_on_it=below,
    )


def _once(found: tuple[Answered, ...]) -> tuple[Answered, ...]:
    return tuple({one.response: one for one in found}.values())


def show_claim(view: View, id: str, prices_of: int | None = None) -> b.ClaimAnswer:
    """Show one claim; a withdrawn one keeps its page, a live pay report comes with the working. Raises NotFound and Invalid."""
    snapshot = view.snapshot()
    claim = snapshot.claims.get(id)
    if claim is None:
        raise NotFound("claim", id)
    shown = show(claim, snapshot)
    about = [t.claim for t in claim.targets if t.claim] if isinstance(claim, Response) else []
    others = tuple(show(snapshot.claims[c], snapshot) for c in about)
    requests = tuple(r for r in snapshot.requests if id in r.claims)
    answer = b.ClaimAnswer(
        revision=snapshot.revision,
        recorded_on=snapshot.recorded_on,
        names=compose.names_in(snapshot, [shown, *others, *(show(r.response, snapshot) for r in shown.replies)]),
        sources=compose.sources_in(snapshot, [shown]),
        shown=shown,
        verifications=tuple(x for x in snapshot.verifications if x.claim == id),
        requests=requests,
        not_on_point=not_on_point(snapshot, requests),
        about=others,
        files=view.answer_files(id) if isinstance(claim, Response) else (),
    )
    if shown.pay is None:
        return answer
    pay = pay_of_claim(view, id, prices_of)
    own = {name: getattr(answer, name) for name in b.ClaimAnswer.model_fields}
    return PaidClaim(**own | {"pay": pay, "names": answer.names | pay.names})


def show_source(view: View, id: str) -> b.SourceAnswer:
    """Show one source with every claim that leans on it."""
    snapshot = view.snapshot()
    source = snapshot.sources.get(id)
    if source is None:
        raise NotFound("source", id)
    claims = compose.shown_all(snapshot, snapshot.cited_in.get(id, ()))
    return b.SourceAnswer(
        revision=snapshot.revision,
        recorded_on=snapshot.recorded_on,
        names=compose.names_in(snapshot, claims),
        source=source,
        roots=tuple(sorted(roots(id, snapshot.sources))),
        origins=tuple(snapshot.sources[o] for o in source.origin_of if o in snapshot.sources),
        repeated_by=tuple(s for s in snapshot.sources.values() if id in s.origin_of),
        claims=claims,
        reference=tuple(snapshot.reference.from_source.get(id, ())),
        criteria=snapshot.checklist.from_source(id),
    )


def list_sources(view: View, kind: str = "", page: int = 1) -> b.SourceListAnswer:
    """List sources by title, a page at a time."""
    snapshot = view.snapshot()
    chosen = sorted(
        (s for s in snapshot.sources.values() if kind in ("", s.kind)), key=lambda s: (s.title.casefold(), s.id)
    )
    rows, pages = b.page_of(chosen, page)
    return b.SourceListAnswer(
        revision=snapshot.revision,
        recorded_on=snapshot.recorded_on,
        kind=kind,
        page=page,
        pages=pages,
        total=len(chosen),
        counts={k: sum(s.kind == k for s in snapshot.sources.values()) for k in v.SOURCE_KINDS},
        rows=tuple(_source_row(snapshot, s) for s in rows),
    )


def _source_row(snapshot: Snapshot, source: Source) -> b.SourceListRow:
    fields = source.model_dump(include=set(b.SourceListRow.model_fields))
    rows = (*snapshot.reference.from_source.get(source.id, ()), *snapshot.checklist.from_source(source.id))
    return b.SourceListRow(**fields, claims=len(snapshot.cited_in.get(source.id, ())), reference=len(rows))


def list_figures(view: View) -> b.FiguresAnswer:
    """Every figure, by topic."""
    snapshot = view.snapshot()
    figures = sorted(snapshot.figures, key=lambda f: (f.topic.casefold(), f.id))
    shown = tuple(show(f, snapshot) for f in figures)
    pay = compose.shown_all(snapshot, (w for w in snapshot.live if isinstance(w, Wage) and is_survey(snapshot, w)))
    return b.FiguresAnswer(
        revision=snapshot.revision,
        recorded_on=snapshot.recorded_on,
        names=compose.names_in(snapshot, (*shown, *pay)),
        sources=compose.sources_in(snapshot, (*shown, *pay)),
        figures=shown,
        pay=pay,
    )


def show_country(view: View, country: str, asked: Asked) -> b.CountryAnswer:
    """What is reported about work in a country."""
    if country not in v.COUNTRIES:
        raise NotFound("country", country)
    return compose.country_answer(view.snapshot(), country, asked)


def show_practice(view: View, practice: str, asked: Asked) -> b.PracticeAnswer:
    """Where a practice is reported."""
    if practice not in v.PRACTICES:
        raise NotFound("practice", practice)
    return compose.practice_answer(view.snapshot(), practice, asked)


def find_paths(view: View, left: str, right: str) -> PathAnswer:
    """The shortest ways between two parties, by id or by a name that only one of them has. Raises NotFound."""
    snapshot = view.snapshot()
    return compose.path_answer(snapshot, meant(snapshot, left), meant(snapshot, right))


def meant(snapshot: Snapshot, text: str) -> str:
    """The id that is meant: the text itself, or the one party with exactly this name."""
    if text in snapshot.entities:
        return text
    exact = [id for id, name in find(snapshot, text) if fold(name) == fold(text)]
    if len(exact) != 1:
        raise NotFound("entity", text, [(id, snapshot.entities[id].name) for id in exact] or near(snapshot, text))
    return exact[0]
