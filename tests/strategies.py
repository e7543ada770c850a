"""Records that Hypothesis makes up: whole databases in which everything that is referred to is there."""

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

from supplychain.domain import vocabulary as v
from supplychain.domain.criteria import CRITERIA_VOCABULARIES, Clause, Criterion, Question
from supplychain.domain.records import (
    Citation,
    Entity,
    Figure,
    Identifier,
    Judgement,
    Link,
    Name,
    PracticeReport,
    Record,
    Request,
    Response,
    Source,
    Target,
    Verification,
    Wage,
)
from supplychain.domain.reference import (
    REFERENCE_VOCABULARIES,
    ConsumerPrice,
    ExchangeRate,
    ListedRow,
    LivingWage,
    MinimumWage,
    PurchasingPower,
    ReferenceRow,
)
from supplychain.formats.checks import WITHHELD
from supplychain.formats.personal import find_personal

Draw = Callable[[st.SearchStrategy[Any]], Any]

_LINE = st.characters(
    exclude_categories=("Cs",),
    exclude_characters="\x00\r\n\t\v\f\x1c\x1d\x1e\x85\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069",
)


def _allowed(text: str) -> bool:
    found = find_personal(text)
    return not text.startswith(("=", "+", "-", "@")) and (found is None or not found.certain)


texts = st.text(_LINE, max_size=30).map(str.strip).filter(_allowed)
words = texts.filter(bool)
items = words.map(lambda text: text.replace("|", "/"))
slugs = st.from_regex(r"[a-z0-9]{1,6}(-[a-z0-9]{1,6}){0,2}", fullmatch=True)
figures = st.decimals(0, 99_999_999, places=2).map(lambda d: f"{d:f}") | st.integers(0, 10**13).map(str)
dates = st.sampled_from(["2019", "2023-01", "2023-01-18", "2020~", "2021?", "2024-02-29"])
countries = st.lists(st.sampled_from(sorted(v.COUNTRIES)), max_size=3, unique=True).map(tuple)
periods = st.sampled_from(
    [("", ""), ("2019", ""), ("", "2023"), ("2019-05", "2020"), ("2021-02-03", ".."), ("..", "2022~")]
)


def one(codes: Any) -> st.SearchStrategy[str]:
    """One term of a vocabulary."""
    return st.sampled_from(sorted(codes))


def some(ids: list[str], least: int = 0) -> st.SearchStrategy[tuple[str, ...]]:
    """Some of these ids."""
    return st.lists(st.sampled_from(ids), min_size=least, max_size=3, unique=True).map(tuple) if ids else st.just(())


def maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """It or nothing."""
    return st.none() | strategy


@st.composite
def databases(draw: Draw) -> list[Record]:
    """Everything that a database could hold, every type of record among it."""
    sources = _sources(draw)
    source_ids = [s.id for s in sources]
    entities = _entities(draw, source_ids)
    ids = [e.id for e in entities]
    claims: list[Any] = []
    makers = [_link, _wage, _practice, _figure, _response]
    for number, make in enumerate(draw(st.lists(st.sampled_from(makers), max_size=6))):
        shared = _shared(draw, f"c-{number}", source_ids)
        if (made := make(draw, shared, entities, [c.id for c in claims])) is not None:
            claims.append(made)
    found: list[Record] = [*entities, *sources, *claims, *_judgements(draw, entities, source_ids)]
    if claims:
        claim_ids = [c.id for c in claims]
        found += _requests(draw, ids, claim_ids)
        found += _verifications(draw, claim_ids, source_ids)
    found += _benchmarks(draw, source_ids)
    found += _checklist(draw, source_ids)
    return list(draw(st.permutations(found)))


def _sources(draw: Draw) -> list[Source]:
    made: list[Source] = []
    for id in draw(st.lists(slugs.map(lambda s: f"s-{s}"), min_size=1, max_size=4, unique=True)):
        earlier = draw(some([s.id for s in made]))
        copies = tuple(f"copy:{label}" for label in draw(st.lists(items, max_size=2, unique=True)))
        made.append(
            Source(
                id=id,
                title=draw(words),
                authors=draw(texts),
                publisher=draw(texts),
                date=draw(st.just("") | dates),
                url=draw(st.sampled_from(["", "https://example.org/a?b=c&d=1,2"])),
                language=draw(st.sampled_from(["", "en", "de-CH"])),
                kind=draw(one(v.SOURCE_KINDS)),
                seen=draw(one(v.SOURCE_SEEN)),
                quality=draw(one(v.SOURCE_QUALITIES)),
                origin_of=earlier + copies,
            )
        )
    return made


def _entities(draw: Draw, sources: list[str]) -> list[Entity]:
    made: list[Entity] = []
    for id in draw(st.lists(slugs.map(lambda s: f"e-{s}"), min_size=2, max_size=6, unique=True)):
        kind = draw(one(v.ENTITY_KINDS))
        source = maybe(st.sampled_from(sources))
        names = st.builds(
            Name,
            name=words,
            kind=one(v.NAME_KINDS),
            language=st.sampled_from(["", "fr"]),
            script=st.sampled_from(["", "Latn"]),
            source=source,
        )
        numbers = st.builds(Identifier, scheme=one(v.IDENTIFIER_SCHEMES), value=words, source=source)
        made.append(
            Entity(
                id=id,
                name=draw(words),
                kind=kind,
                country=draw(maybe(one(v.COUNTRIES))),
                website=draw(st.sampled_from(["", "https://example.org"])),
                description=draw(texts),
                undisclosed_reason=draw(one(v.UNDISCLOSED_REASONS)) if kind == "undisclosed" else None,
                same_as_candidates=draw(some([e.id for e in made])),
                names=tuple(
                    draw(st.lists(names, max_size=2, unique_by=lambda n: (n.kind, n.name, n.language, n.script)))
                ),
                identifiers=tuple(draw(st.lists(numbers, max_size=2, unique_by=lambda i: (i.scheme, i.value)))),
            )
        )
    return [_kept_back(entity) if entity.undisclosed_reason == WITHHELD else entity for entity in made]


def _kept_back(entity: Entity) -> Entity:
    """A party withheld for safety says nothing that would tell who it is: formats/checks.py refuses it."""
    return entity.model_copy(update={"website": "", "same_as_candidates": (), "names": (), "identifiers": ()})


def _shared(draw: Draw, id: str, sources: list[str]) -> dict[str, Any]:
    start, end = draw(periods)
    cited = st.builds(
        Citation,
        source=st.sampled_from(sources),
        stance=one(v.CITATION_STANCES),
        locator=words,
        locator_shared=st.booleans(),
        quote=texts,
        read_by=texts,
    )
    first = Citation(source=draw(st.sampled_from(sources)), locator=f"page of {id}")
    more = draw(st.lists(cited, max_size=2, unique_by=lambda c: (c.source, c.locator)))
    return {
        "id": id,
        "start": start,
        "end": end,
        "reported_on": draw(st.just("") | dates),
        "asserted_by": draw(one(v.ASSERTED_BY)),
        "description": draw(texts),
        "note": draw(texts),
        "editor_note": draw(texts),
        "withdrawn_reason": draw(texts),
        "citations": (*(c for c in more if c.locator != first.locator), first),
    }


def _link(draw: Draw, shared: dict[str, Any], entities: list[Entity], _: list[str]) -> Link | None:
    pairs = [
        (relation, s.id, o.id)
        for relation in v.RELATIONS
        for s in entities
        for o in entities
        if s.id != o.id and (relation, s.kind, o.kind) in v.RELATION_PAIRS
    ]
    if not pairs:
        return None
    relation, subject, object = draw(st.sampled_from(pairs))
    state = draw(one(v.OBJECT_STATES))
    mode = draw(one(v.SCOPE_MODES))
    return Link(
        **shared,
        subject=subject,
        relation=relation,
        object=object if state == "known" else None,
        object_state=state,
        stance=draw(one(v.LINK_STANCES)),
        scope_mode=mode,
        tools=draw(some([e.id for e in entities])) if mode == "listed" else (),
        countries=draw(countries),
        sites=draw(st.lists(items, max_size=2).map(tuple)),
        work_types=(draw(items),),
    )


def _work(draw: Draw, entities: list[Entity]) -> dict[str, Any]:
    ids = [e.id for e in entities]
    return {
        "employer": draw(st.sampled_from(ids)),
        "countries": draw(countries),
        "sites": draw(st.lists(items, max_size=2).map(tuple)),
        "work_types": draw(st.lists(items, max_size=2).map(tuple)),
        "clients": draw(some(ids)),
        "tools": draw(some(ids)),
    }


def _wage(draw: Draw, shared: dict[str, Any], entities: list[Entity], _: list[str]) -> Wage:
    return Wage(
        **shared,
        **_work(draw, entities),
        low=draw(maybe(figures)),
        mean=draw(figures),
        median=draw(maybe(figures)),
        currency=draw(one(v.CURRENCIES)),
        unit=draw(one(v.UNITS)),
        basis=draw(one(v.BASES)),
        pay_kind=draw(one(v.PAY_KINDS)),
        sample_size=draw(maybe(st.integers(1, 100_000_000))),
        hours_per_week=draw(maybe(figures)),
        unpaid_hours_per_week=draw(maybe(figures)),
    )


def _practice(draw: Draw, shared: dict[str, Any], entities: list[Entity], _: list[str]) -> PracticeReport:
    stance = draw(one(v.PRACTICE_STANCES))
    return PracticeReport(**shared, **_work(draw, entities), practice=draw(one(v.PRACTICES)), stance=stance)


def _figure(draw: Draw, shared: dict[str, Any], entities: list[Entity], _: list[str]) -> Figure:
    return Figure(
        **shared,
        topic=draw(words),
        value=draw(maybe(figures)),
        unit=draw(texts),
        qualifier=draw(texts),
        scope=draw(texts),
        about=draw(maybe(st.sampled_from([e.id for e in entities]))),
    )


def _response(draw: Draw, shared: dict[str, Any], entities: list[Entity], claims: list[str]) -> Response:
    ids = [e.id for e in entities]
    said = one(v.RESPONSE_STANCES)
    stance, addresses = said.filter(lambda s: s not in v.QUESTION_STANCES), one(v.ADDRESSES_POINT)
    whole = st.builds(Target, entity=st.sampled_from(ids), stance=stance, addresses_point=addresses)
    single = (
        st.builds(Target, claim=st.sampled_from(claims), stance=stance, addresses_point=addresses) if claims else whole
    )
    asked = st.builds(
        Target,
        entity=st.sampled_from(ids),
        question=slugs,
        stance=st.sampled_from(v.QUESTION_STANCES),
        addresses_point=addresses,
    )
    targets = st.lists(
        whole | single | asked, min_size=1, max_size=3, unique_by=lambda t: (t.claim, t.entity, t.question)
    ).map(tuple)
    return Response(
        **shared,
        respondent=draw(st.sampled_from(ids)),
        date=draw(st.just("") | dates),
        told_by=draw(texts),
        does_not_know=tuple(draw(st.lists(one(v.UNKNOWN_TOPICS), max_size=2, unique=True))),
        targets=draw(targets),
    )


def _judgements(draw: Draw, entities: list[Entity], sources: list[str]) -> list[Judgement]:
    """Judgements on pairs; a product and an organisation are never the same."""
    product = {e.id: e.kind in v.PRODUCTS for e in entities}
    pairs = sorted((a, b) for a in product for b in product if a < b and product[a] == product[b])
    if not pairs:
        return []
    return [
        Judgement(
            left=left,
            right=right,
            judgement=draw(one(v.JUDGEMENTS)),
            reason=draw(words),
            source=draw(maybe(st.sampled_from(sources))),
            score=draw(maybe(st.sampled_from(["0", "87.5", "100"]))),
        )
        for left, right in draw(st.lists(st.sampled_from(pairs), max_size=2, unique=True))
    ]


def _questionnaires(ids: list[str]) -> st.SearchStrategy[dict[str, Any]]:
    questions = st.lists(slugs, min_size=1, max_size=3, unique=True).map(tuple)
    return st.builds(dict, about=st.sampled_from(ids), questions=questions)


def _requests(draw: Draw, ids: list[str], claims: list[str]) -> list[Request]:
    return [
        Request(
            id=id,
            respondent=draw(st.sampled_from(ids)),
            asked_on=draw(dates),
            channel=draw(words),
            due_on=draw(st.just("") | dates),
            outcome=draw(one(v.REQUEST_OUTCOMES)),
            **draw(st.builds(dict, claims=some(claims, least=1)) | _questionnaires(ids)),
        )
        for id in draw(st.lists(slugs.map(lambda s: f"q-{s}"), max_size=2, unique=True))
    ]


def _verifications(draw: Draw, claims: list[str], sources: list[str]) -> list[Verification]:
    made = st.builds(
        Verification,
        claim=st.sampled_from(claims),
        source=st.sampled_from(sources),
        verified_by=words,
        outcome=one(v.VERIFICATION_OUTCOMES),
    )
    return list(draw(st.lists(made, max_size=2, unique_by=lambda x: (x.claim, x.source, x.verified_by))))


digits = st.decimals("0.000000000000000001", 99_999_999, places=18).map(lambda d: f"{d:f}")


def _benchmarks(draw: Draw, sources: list[str]) -> list[ReferenceRow]:
    makers = [_minimum, _living, _exchange, _purchasing, _prices]
    return [
        make(draw, str(number), draw(st.sampled_from(sources)))
        for number, make in enumerate(draw(st.lists(st.sampled_from(makers), max_size=5)))
    ]


def _reference(draw: Draw, id: str, source: str) -> dict[str, Any]:
    use = draw(one(REFERENCE_VOCABULARIES["reference_use"]))
    return {"id": id, "use": use, "source": source, "locator": draw(words), "note": draw(texts)}


def _year(draw: Draw, id: str, source: str) -> dict[str, Any]:
    return _reference(draw, id, source) | {"year": draw(st.integers(1900, 2200))}


def _in_force(draw: Draw, id: str, source: str) -> dict[str, Any]:
    start, end = draw(periods)
    area = draw(one(REFERENCE_VOCABULARIES["area"]))
    return _reference(draw, id, source) | {
        "country": draw(one(v.COUNTRIES)),
        "start": start,
        "end": end,
        "scope": draw(words),
        "area": area,
        "places": tuple(draw(st.lists(items, min_size=1, max_size=3))) if area == "places" else (),
        "currency": draw(one(v.CURRENCIES)),
        "unit": draw(one(set(v.UNITS) - {"task"})),
        "basis": draw(one(v.BASES)),
        "hours_note": draw(texts),
    }


def _minimum(draw: Draw, number: str, source: str) -> MinimumWage:
    kind = draw(one(REFERENCE_VOCABULARIES["minimum_kind"]))
    hours = {"hours_low": "8", "hours_high": draw(st.sampled_from(["8", "12.50"])), "hours_per": draw(one(_PER))}
    return MinimumWage(
        **_in_force(draw, f"mw-{number}", source),
        kind=kind,
        group=draw(one(REFERENCE_VOCABULARIES["worker_group"])),
        amount=None if kind == "none" else draw(digits),
        **draw(st.sampled_from([{}, hours])),
    )


_PER = REFERENCE_VOCABULARIES["hours_per"]


def _living(draw: Draw, number: str, source: str) -> LivingWage:
    return LivingWage(
        **_in_force(draw, f"lw-{number}", source),
        place=draw(words),
        method=draw(words),
        covers=draw(one(REFERENCE_VOCABULARIES["living_covers"])),
        household=draw(texts),
        bound=draw(one(REFERENCE_VOCABULARIES["bound"])),
        amount=draw(digits),
    )


def _exchange(draw: Draw, number: str, source: str) -> ExchangeRate:
    return ExchangeRate(
        **_year(draw, f"xr-{number}", source),
        currency=draw(one(v.CURRENCIES)),
        per_usd=draw(digits),
        kind=draw(one(REFERENCE_VOCABULARIES["rate_kind"])),
        several_rates=draw(st.booleans()),
    )


def _purchasing(draw: Draw, number: str, source: str) -> PurchasingPower:
    return PurchasingPower(
        **_year(draw, f"pp-{number}", source),
        country=draw(one(v.COUNTRIES)),
        currency=draw(one(v.CURRENCIES)),
        per_international_dollar=draw(digits),
        implied=draw(maybe(digits)),
    )


def _prices(draw: Draw, number: str, source: str) -> ConsumerPrice:
    change = draw(st.sampled_from(["-0.367317209784652", "-99.9", "0", "-0.80", "337.5"]))
    return ConsumerPrice(**_year(draw, f"cp-{number}", source), country=draw(one(v.COUNTRIES)), change=change)


def _both(draw: Draw, *names: str) -> dict[str, str]:
    return {found: draw(words) for name in names for found in (name, f"{name}_de")}


def _codes(draw: Draw, vocabulary: str) -> tuple[str, ...]:
    known = v.PRACTICES if vocabulary == "practice" else CRITERIA_VOCABULARIES[vocabulary]
    return tuple(draw(st.lists(one(known), max_size=3, unique=True)))


def _checklist(draw: Draw, sources: list[str]) -> list[ListedRow]:
    """Criteria, and questions and clauses that name some of them."""
    criteria: list[ListedRow] = []
    for number in range(draw(st.integers(0, 2))):
        said = _both(draw, "instrument", "article", "title", "evidence", "binds")
        criteria.append(
            Criterion(
                id=f"cr-{number}",
                **said,
                caution=draw(texts),
                caution_de=draw(texts),
                text_date=draw(st.just("") | dates),
                practices=_codes(draw, "practice"),
                conditions=_codes(draw, "pay_condition"),
                gaps=_codes(draw, "unknown"),
                text_seen=draw(one(CRITERIA_VOCABULARIES["text_seen"])),
                source=draw(st.sampled_from(sources)),
            )
        )
    if not criteria:
        return []
    ids = [row.id for row in criteria]
    theme = draw(one(CRITERIA_VOCABULARIES["theme"]))
    asked = Question(
        id="qu-1",
        number=draw(st.sampled_from(["A1", "B12"])),
        theme=theme,
        core=draw(st.booleans()),
        **_both(draw, "text", "evidence"),
        criteria=draw(some(ids, 1)),
        practices=_codes(draw, "practice"),
        conditions=_codes(draw, "pay_condition"),
        gaps=_codes(draw, "unknown"),
        facts=_codes(draw, "question_fact"),
    )
    return [
        *criteria,
        asked,
        Clause(id="cl-1", theme=theme, **_both(draw, "title", "text"), criteria=draw(some(ids, 1))),
    ]
