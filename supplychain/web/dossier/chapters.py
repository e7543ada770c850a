"""The chapters of a dossier on pay, surveillance and conditions, answers, criteria, questions and clauses."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from supplychain.domain.dossier_answer import FIRM
from supplychain.domain.records import Claim, PracticeReport, Response, Wage
from supplychain.domain.standing import Reply, Shown
from supplychain.web import words
from supplychain.web.dossier.opening import heading
from supplychain.web.dossier.phrases import Phrases, filled, is_counted
from supplychain.web.dossier.runs import Block, Grid, Items, Paragraph, Run, Runs, Section, run, softened
from supplychain.web.i18n import gettext as _

_MOST_LINES = 6


def _none(text: str) -> Paragraph:
    return Paragraph(run(text), "unknown")


# -- pay ---------------------------------------------------------------------------------------------------------------


def pay(x: Phrases) -> Section:
    """Pay with both gaps."""
    return Section("pay", _("Pay"), tuple(_pay(x)))


def _pay(x: Phrases) -> Iterator[Block]:
    if not x.dossier.wages:
        yield _none(_("No pay report is recorded for these employers. What the people earn is not known."))
        return
    yield Paragraph(run(_("Each report stands against two benchmarks that must not be mixed up: the legal minimum of "
                          "its place and "
                          "time, and an estimate of what a decent life costs there. The working of every number stands on the "
                          "page of the report.")))  # fmt: skip
    for firm, title in (
        (True, _("Pay at employers that are named or serve all products")),
        (False, _("Pay at possible employers")),
    ):
        own = [s for s in x.dossier.wages if (x.dossier.near[s.claim.id] in FIRM) is firm]
        if own:
            head = (_("Employer"), _("As reported"), _("Against the legal minimum"), _("Against a living wage"))
            yield Grid(title, head, tuple(wage_row(x, s) for s in own), (0.17, 0.27, 0.28, 0.28))


def wage_row(x: Phrases, s: Shown) -> tuple[tuple[Runs, ...], ...]:
    """A pay report with both gaps."""
    w = s.claim
    assert isinstance(w, Wage), "a pay report holds a wage"
    place = ", ".join(filter(None, (", ".join(w.sites), x.countries(w.countries)))) or _("place not stated")
    price = [_("the client’s price, not the worker’s pay")] if w.basis == "paid_by_client" else []
    kind = [] if w.pay_kind in ("reported", "contract_price") else [words.label("pay_kind", w.pay_kind)]
    basis = [] if price else [words.label("basis", w.basis)]
    states = [x.states(s)] if s.states else []
    hours = [_("%(hours)s hours a week", hours=words.amount(w.hours_per_week))] if w.hours_per_week is not None else []
    facts = "; ".join([*price, *kind, *basis, *hours, *states])
    minimum, living = (x.against(s.pay.minimum), x.against(s.pay.living)) if s.pay else ((), ())
    return (
        (run(x.name(w.employer)), run(Run(place, soft=True)), run(Run(x.when(w), soft=True))),
        (run(x.claim(w.id, x.figure(w))), run(facts), run(x.grade(s.evidence.grade), " ", x.cited(w))),
        (run(_("it is the client’s price")),) if price else minimum,
        (run("–"),) if price else living,
    )


# -- surveillance, conditions, good practice ---------------------------------------------------------------------------


def work(x: Phrases) -> Section:
    """Surveillance, conditions, good practice."""
    return Section("work", _("Surveillance and conditions"), tuple(_work(x)))


def _work(x: Phrases) -> Iterator[Block]:
    firm = {f.claim for f in x.dossier.findings if f.nearness in FIRM}
    for group, nothing in (
        (
            "surveillance",
            _("Nothing is recorded on surveillance at these employers. How the people are watched is not known."),
        ),
        (
            "conditions",
            _("Nothing is recorded on conditions at these employers. How the people are treated is not known."),
        ),
        ("good_practice", _("No good practice is recorded at these employers.")),
    ):
        own = [s for s in x.dossier.practices if words.practice_group(_practice(s)) == group]
        yield heading(words.label("practice_group", group))
        if not own:
            yield _none(nothing)
            continue
        near = [s for s in own if s.claim.id in firm]
        denied = [s for s in own if not is_counted(s)]
        if near:
            head = (_("What is reported"), _("At whom, and what exactly"), _("Evidence"))
            yield Grid(
                _("At employers that are named or serve all products"),
                head,
                tuple(_practices(x, near)),
                (0.2, 0.62, 0.18),
            )
        elif group != "good_practice":
            yield _none(_("Nothing is recorded for an employer that is named. The following is only possible."))
        rest = [f for f in x.dossier.findings if f.kind == group and f.nearness not in FIRM]
        if rest:
            yield Paragraph(
                run(_("At employers that are only possible; no source says that their people worked on it:")), "group"
            )
            yield Items(x.finding_lines(rest))
        if denied:
            yield Paragraph(run(_("Said not to be so:")), "group")
            yield Items(tuple(_practice_line(x, s) for s in denied))


def _practice(s: Shown) -> str:
    assert isinstance(s.claim, PracticeReport), "a practice report holds a practice"
    return s.claim.practice


def _practices(x: Phrases, near: Iterable[Shown]) -> Iterator[tuple[tuple[Runs, ...], ...]]:
    for code, found in groupby(sorted(near, key=lambda s: (_practice(s), s.evidence.grade, s.claim.id)), key=_practice):
        own = list(found)
        for number, s in enumerate(own):
            label = run(Run(words.first_up(words.label("practice", code)), bold=True)) if number == 0 else ()
            evidence = run(x.grade(s.evidence.grade), " ", x.cited(s.claim))
            yield (label,) if label else (), (_practice_line(x, s, cite=False),), (evidence,)


def _practice_line(x: Phrases, s: Shown, *, cite: bool = True) -> Runs:
    claim = s.claim
    assert isinstance(claim, PracticeReport), "a practice report holds a practice"
    said = Run(claim.description, english=True, href=x.claim(claim.id, "").href)
    states = f" ({x.states(s)})" if s.states else ""
    when = Run(f" {x.when(claim)}.", soft=True)
    replies = "".join(f" {_reply_words(x, r)}" for r in s.replies)
    label = "" if not cite else f"{words.first_up(words.label('practice', claim.practice))}, "
    return run(
        label,
        x.name(claim.employer),
        ": ",
        said,
        states,
        when,
        Run(replies),
        " " if cite else "",
        x.cited(claim) if cite else (),
    )


def _reply_words(x: Phrases, r: Reply) -> str:
    who = x.dossier.names.get(r.response.respondent, r.response.respondent)
    return f"{who}: {words.label('response_stance', r.target.stance)}."


# -- answers -----------------------------------------------------------------------------------------------------------


def answers(x: Phrases) -> Section:
    """Answers and silences."""
    if not x.dossier.responses:
        nothing = _(
            "No answer of a company is recorded, and none is known to have been asked. That is a gap, not an answer."
        )
        return Section("answers", _("Answers and silences"), (_none(nothing),), brief=True)
    head = (_("Who"), _("What it said"), _("To what"))
    grid = Grid(_("Every answer that is recorded, oldest first"), head, tuple(_answers(x)), (0.2, 0.58, 0.22))
    return Section("answers", _("Answers and silences"), (grid,), brief=True)


def _answers(x: Phrases) -> Iterator[tuple[tuple[Runs, ...], ...]]:
    by_response: dict[str, list[Reply]] = {}
    for reply in x.dossier.responses:
        by_response.setdefault(reply.response.id, []).append(reply)
    for own in by_response.values():
        response: Response = own[0].response
        stances = ", ".join(dict.fromkeys(words.label("response_stance", r.target.stance) for r in own))
        spoken = (r.target.addresses_point for r in own if r.target.stance != "no_answer")
        points = ", ".join(dict.fromkeys(words.label("addresses_point", point) for point in spoken))
        who = Run(response.told_by, english=True)
        told = filled(_("told by %(who)s"), who=who) if response.told_by else run(_("in its own words"))
        href = x.claim(response.id, "").href
        parts = words.recorded_parts(response.description)
        said = tuple(Run(part.text, english=part.recorded, href=href) for part in parts)
        targets = _targets(x, own)
        date = Run(words.date_words(response.date) or _("no date"), soft=True)
        yield (
            (run(x.name(response.respondent)), run(date)),
            (
                run(Run(words.first_up(stances), bold=True), ": ", said),
                run(softened(run(told, f"; {points}. ")), x.cited(response)),
            ),
            targets,
        )


def _other(claim: Claim) -> str:
    return _("pay") if isinstance(claim, Wage) else _("link")


def _targets(x: Phrases, own: Sequence[Reply]) -> tuple[Runs, ...]:
    about = [run(_("as a whole"), ": ", x.name(r.target.entity)) for r in own if r.target.entity]
    codes = []
    for r in own:
        if r.target.claim and r.target.claim in x.shown:
            claim = x.shown[r.target.claim].claim
            code = words.label("practice", claim.practice) if isinstance(claim, PracticeReport) else _other(claim)
            codes.append((code, x.claim(claim.id, code)))
    return (*dict.fromkeys(about), *((run(link) for _, link in dict(codes).items())))
