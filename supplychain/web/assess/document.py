"""An assessment as a document in the language of the page: the page and the PDF print the same words."""

from collections.abc import Iterator
from dataclasses import is_dataclass

from supplychain.domain.assess_form import (
    CRITERIA,
    FIELDS,
    FROM_DATABASE,
    OUTCOMES,
    QUESTION,
    QUESTIONS,
    STEPS,
    STOPS,
    Kind,
)
from supplychain.domain.assess_result import BANNED, AssessmentResult, against_words, lack_words, why_words
from supplychain.domain.assess_weigh import Weighed, relief_in_percent
from supplychain.domain.assess_words import STOP_3_RULE
from supplychain.web import words
from supplychain.web.assess.knowing import claim_run, known, phrases_of
from supplychain.web.dossier.opening import heading
from supplychain.web.dossier.phrases import Phrases, both
from supplychain.web.dossier.runs import (
    Block,
    Document,
    Grid,
    Items,
    Paragraph,
    Run,
    Runs,
    Section,
    SourceList,
    joined,
    run,
)
from supplychain.web.i18n import gettext as _
from supplychain.web.i18n import language, mark

YES_WORDS = {"yes": mark("yes"), "no": mark("no"), "unknown": mark("not known")}


def name_unrecorded(result: AssessmentResult) -> str:
    """Name a tool that is not in the database, and say so."""
    return _("%(name)s (not in this database: nothing is known of the labour behind it)", name=result.tool.name)


def compose(result: AssessmentResult) -> Document:
    """Say everything that an assessment holds."""
    x = phrases_of(result)
    name = result.tool.name
    steps = {step.code: step for step in STEPS}
    sections = (
        Section("decision", _("Decision"), tuple(_decision(x, result))),
        Section("stops", _("Stops"), tuple(_stops(x, result))),
        Section("weighing", _("Weighing by fixed criteria"), tuple(_weighing(result))),
        *(
            Section(code, both(steps[code], "title"), tuple(_answers(x, result, code)))
            for code in ("frame", "relief", "costs")
        ),
        Section("sources", _("Sources"), (SourceList(),)),
    )
    date = words.date_words(result.recorded_on)
    state = _(
        "What this database knew at revision %(number)s of %(date)s", number=result.assessment.revision, date=date
    )
    title = _("Burden of proof: %(name)s", name=name)
    return Document(
        language=language(),
        title=title,
        kicker=_("Assessment by the organisation that wants to use the tool"),
        subject=name,
        state=state,
        running_head=f"{title} · {state}",
        notice=_("It is not those who decline generative AI who have to justify themselves: whoever wants to use it shows by "
                 "fixed criteria that the benefit exceeds the cost. The default is “not released”. The decision is the "
                 "organisation’s; the stops, the sum and what is open were worked out."),
        sections=sections,
        sources=x.sources(),
        words={
            "contents": _("Contents"),
            "page": _("Page"),
            "of": _("of"),
            "legend": "",
            "licence": _("Data of the database: %(licence)s. The organisation’s answers are its own.", licence="CC BY 4.0"),
            "not_ua": _("Some signs in the names have no shape in the fonts at hand, so this file is tagged but does not "
                        "claim PDF/UA."),
        },
    )  # fmt: skip


def cited_in(value: object) -> set[int]:
    """Numbers of the sources that sections, blocks or runs name."""
    if isinstance(value, Run):
        return {value.source} if value.source else set()
    if isinstance(value, tuple):
        return {number for item in value for number in cited_in(item)}
    if isinstance(value, Section):
        return cited_in(value.blocks)
    parts = (getattr(value, name, ()) for name in ("runs", "items", "rows"))
    return {number for part in parts for number in cited_in(part)} if is_dataclass(value) else set()


def outcome_words(code: str) -> str:
    """A decision in words; without one it is not released."""
    found = next((o for o in OUTCOMES if o.code == code), None)
    return both(found, "label") if found else _("Not released: no decision is recorded")


def _said(text: str) -> tuple[Runs, ...]:
    """What somebody wrote, a run for each of its lines."""
    return tuple(run(line) for line in text.splitlines() if line.strip()) or (run("–"),)


# -- decision ----------------------------------------------------------------------------------------------------------


def _decision(x: Phrases, result: AssessmentResult) -> Iterator[Block]:
    a = result.assessment
    lead = _("Not released: this is a draft") if result.lacks else outcome_words(a.outcome)
    yield Paragraph(run(Run(lead, bold=True)), "lead")
    if result.lacks:
        yield Paragraph(
            run(_("This is a draft: until nothing is open, it releases nothing, whatever is decided below.")), "notice"
        )
        yield Items(tuple(run(Run(f"{lack.number}: "), lack_words(lack, language())) for lack in result.lacks))
    dates = [words.date_words(a.said(name)) for name in ("decided_on", "review_on") if a.day(name)]
    term = " – ".join(dates) if len(dates) == 2 else "–"
    rows = [
        (_("Decision"), (run(outcome_words(a.outcome)),)),
        (_("Task"), _said(a.said("task"))),
        (_("Tool"), (run(x.name(result.tool.id) if result.recorded else Run(name_unrecorded(result))),)),
        (_("Group"), _said(a.said("group"))),
        (_("Term, until the review"), (run(term),)),
        (_("Decided by"), _said(a.said("decided_by"))),
        (_("Reasons"), _said(a.said("reasons"))),
        (_("Conditions of use"), _said(a.said("conditions"))),
        (_("Dissent"), _said(a.said("dissent"))),
    ]
    if a.predecessor:
        rows.append((_("Renews the assessment with the digest"), (run(a.predecessor),)))
    table = tuple(((run(Run(label, bold=True)),), said) for label, said in rows)
    yield Grid(_("What was decided"), (_("What"), _("Answer")), table, (0.26, 0.74))
    if result.against:
        yield heading(_("What speaks against a release"))
        told = {s.code: s.reason for s in result.against}
        yield Items(tuple(run(words.first_up(against_words(code, language()))) for code in told))
        if a.releases:
            head = (_("What speaks against it"), _("Why released in spite of it"))
            rows_ = tuple(
                ((run(Run(words.first_up(against_words(code, language())), bold=True)),), _despite(reason))
                for code, reason in told.items()
            )
            yield Grid(_("Released in spite of it"), head, rows_, (0.3, 0.7))
    if result.without_evidence:
        numbers = ", ".join(result.without_evidence)
        yield Paragraph(
            run(Run(_("No evidence available, which counts against release:"), bold=True), f" {numbers}."), "unknown"
        )


def _despite(reason: str) -> tuple[Runs, ...]:
    return _said(reason) if reason else (run(_("No reason is written down.")),)


# -- stops, weighing ---------------------------------------------------------------------------------------------------


def _stops(x: Phrases, result: AssessmentResult) -> Iterator[Block]:
    yield Paragraph(
        run(_("The site says whether the condition of a stop is met, and why. What follows is for the organisation."))
    )
    for stop, worded in zip(result.stops, STOPS, strict=True):
        state = _("condition met") if stop.met else _("condition not met")
        yield heading(f"{both(worded, 'label')}: {state}")
        yield Paragraph(run(both(worded, "text")))
        yield Items(tuple(run(why_words(why, language())) for why in stop.why))
        if stop.code == "stop_3":
            yield Paragraph(run(Run(STOP_3_RULE.in_(language()), soft=True)))
        for ids, label in (
            (stop.claims, _("For these claims:")),
            (
                stop.beside,
                _("Claims that point to the ban, to look at:") if stop.code == "stop_2" else _("To look at besides:"),
            ),
        ):
            if ids:
                law = _ban(x) if stop.code == "stop_2" else ()
                yield Paragraph(run(Run(label, bold=True), " " if law else "", law), "group")
                yield Items(tuple(_claim_line(x, id) for id in ids))


def _ban(x: Phrases) -> Runs:
    """The source of the ban to which claims point."""
    return x.cites(p.criterion.source for p in x.dossier.criteria if p.criterion.id == BANNED)


def _claim_line(x: Phrases, id: str) -> Runs:
    claim = x.shown[id].claim
    practice = getattr(claim, "practice", "")
    what = x.code(practice) if practice else _("pay")
    return run(
        words.first_up(what), ": ", x.name(getattr(claim, "employer", "")), ", ", claim_run(x, id), " ", x.cited(claim)
    )


def score_words(score: str) -> str:
    """A score as it is read."""
    if score == "unknown":
        return _("unknown")
    return f"+{score}" if score in ("1", "2") else score.replace("-", "−") or _("not scored")


def _weighing(result: AssessmentResult) -> Iterator[Block]:
    a = result.assessment
    text = _("From -2 to +2; unknown and not scored count -1. A cost counts double where it falls on people who did not choose "
             "it; what falls on people who do data work always does.")  # fmt: skip
    yield Paragraph(run(text))
    head = (_("Criterion"), _("Score"), _("Counts"), _("Reason, and measure"))
    rows = tuple(_weighed(result, row) for row in result.weighing.rows)
    yield Grid(_("Scores and what they count"), head, rows, (0.24, 0.12, 0.16, 0.48))
    yield Paragraph(run(Run(_("Sum:"), bold=True), f" {result.weighing.working.replace('-', '−')}"), "lead")
    fixed = a.said("fixed_by") or "–"
    yield Paragraph(run(_("Criteria fixed before the test by:"), f" {fixed}"))


def _weighed(result: AssessmentResult, row: Weighed) -> tuple[tuple[Runs, ...], ...]:
    c = next(c for c in CRITERIA if c.code == row.code)
    weight = result.assessment.weight(row.code)
    counts = f"{row.counts:+d}".replace("-", "−") if row.counts else "0"
    doubled = (run(Run(_("counts double"), soft=True)),) if row.doubled else ()
    measure = (run(Run(_("Measure:"), bold=True), f" {weight.measure}"),) if weight.measure.strip() else ()
    return (
        (run(f"{c.number} ", Run(both(c, "label"), bold=True)),),
        (run(score_words(row.score)),),
        (run(counts), *doubled),
        (*_said(weight.reason), *measure),
    )


# -- answers -----------------------------------------------------------------------------------------------------------


def _answers(x: Phrases, result: AssessmentResult, step: str) -> Iterator[Block]:
    a = result.assessment
    for q in QUESTIONS:
        if q.step != step:
            continue
        yield heading(f"{q.number} {both(QUESTION[q.number], 'text')}")
        if a.lacks_evidence(q.number):
            yield Paragraph(run(_("No evidence available: it counts against release.")), "unknown")
        given = [f for f in FIELDS if f.number == q.number and a.said(f.name)]
        if given:
            yield Items(
                tuple(
                    run(Run(f"{both(f, 'label').rstrip('?:')}: ", bold=True), _value(f.kind, a.said(f.name)))
                    for f in given
                )
            )
        elif not a.lacks_evidence(q.number) and q.number not in FROM_DATABASE:
            yield Paragraph(run(_("Not answered.")), "unknown")
        if q.number == "1.2" and (percent := relief_in_percent(a)) is not None:
            yield Paragraph(run(Run(_("Worked out: %(percent)s%% less time.", percent=percent), bold=True)))
        if q.number == "1.3":
            yield from _felt(result)
        if q.number in FROM_DATABASE:
            found = known(x, result, q.number)
            yield from (found.state, *found.held, *found.open)


def _value(kind: Kind, text: str) -> Runs:
    if kind is Kind.YES and text in YES_WORDS:
        return run(_(YES_WORDS[text]))
    return joined((run(line) for line in text.splitlines() if line.strip()), " / ")


def _felt(result: AssessmentResult) -> Iterator[Block]:
    a = result.assessment
    today, tool, believed = a.number("minutes_today"), a.number("minutes_tool"), a.number("believed")
    if today is not None and tool is not None and believed is not None:
        saved = words.amount(today - tool)
        text = _(
            "Felt against real: believed %(felt)s minutes a case, measured %(real)s.",
            felt=words.amount(believed),
            real=saved,
        )
        yield Paragraph(run(Run(text, bold=True)))
