"""What the database knows under questions 2.2 to 2.5, in the language of the page: the form and the document print the same."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from supplychain.domain.assess_known import KNOWN_STATES, Known, KnownState
from supplychain.domain.assess_result import AssessmentResult
from supplychain.domain.dossier_answer import FIRM, DossierEmployer, Finding, FindingKind
from supplychain.domain.records import Link, Wage
from supplychain.domain.standing import Shown, State
from supplychain.web import words
from supplychain.web.dossier.chapters import wage_row
from supplychain.web.dossier.phrases import Phrases
from supplychain.web.dossier.runs import Block, Grid, Items, Paragraph, Run, Runs, joined, run
from supplychain.web.i18n import gettext as _
from supplychain.web.i18n import ngettext


def phrases_of(result: AssessmentResult) -> Phrases:
    """Phrases in which every source has the number that it has in the result."""
    x = Phrases(result.dossier)
    x.numbers.update({s.id: s.number for s in result.sources})
    return x


class Held(NamedTuple):
    """What is known under a question, in three parts."""

    state: Paragraph
    """How much it is."""
    held: tuple[Block, ...]
    """What is recorded, and what is only possible."""
    open: tuple[Block, ...]
    """What is not known."""


def known(x: Phrases, result: AssessmentResult, number: str) -> Held:
    """What the database knows under a question."""
    found = next(k for k in result.known if k.number == number)
    chapter = {"2.2": _chain, "2.3": _pay, "2.4": _work, "2.5": _answers}[number]
    return Held(_state(result, found), tuple(chapter(x)), tuple(_open(found)))


def _state(result: AssessmentResult, known: Known) -> Paragraph:
    _label, definition = KNOWN_STATES[known.state]
    claims = ngettext("%(num)s claim", "%(num)s claims", len(known.claims))
    text = _(
        "This database, revision %(number)s of %(date)s, holds %(claims)s.",
        number=result.assessment.revision,
        date=words.date_words(result.recorded_on),
        claims=claims,
    )
    return Paragraph(
        run(Run(text, bold=True), " ", _(definition)), "unknown" if known.state is KnownState.NOTHING else "plain"
    )


def _open(known: Known) -> Iterator[Block]:
    if known.gaps:
        yield Paragraph(run(Run(_("Not known:"), bold=True)), "group")
        yield Items(tuple(run(words.gap_words(gap)) for gap in known.gaps))


# -- the chain ---------------------------------------------------------------------------------------------------------


def _chain(x: Phrases) -> Iterator[Block]:
    d = x.dossier
    if not d.employers:
        return
    named = [e for e in d.employers if e.entity.kind != "undisclosed"]
    yield Paragraph(
        run(
            _(
                "Employers named or described: %(all)s, of them not named: %(hidden)s. The farthest stands at tier %(tier)s.",
                all=len(d.employers),
                hidden=len(d.employers) - len(named),
                tier=max(e.tier for e in d.employers),
            )
        )
    )
    yield Items(tuple(_employer(x, e) for e in d.employers))
    if d.links:
        head = (_("Link"), _("When"), _("Evidence"), _("Claim"))
        rows = tuple(_link(x, used.shown) for used in d.links)
        yield Grid(_("Every link that was followed"), head, rows, (0.42, 0.22, 0.1, 0.26))


def _employer(x: Phrases, e: DossierEmployer) -> Runs:
    where = x.countries(e.countries) or _("place not stated")
    about = f": {words.label('nearness', e.nearness)}, {where}, {x.grade(e.grade)}"
    return run(x.name(e.entity.id), about)


def _link(x: Phrases, s: Shown) -> tuple[tuple[Runs, ...], ...]:
    claim = s.claim
    assert isinstance(claim, Link), "what is followed is a link"
    states = f" ({x.states(s)})" if s.states else ""
    return (
        (run(x.link(claim), states),),
        (run(x.when(claim)),),
        (run(s.evidence.grade),),
        (run(x.claim(claim.id, claim.id), " ", x.cited(claim)),),
    )


# -- pay ---------------------------------------------------------------------------------------------------------------


def _pay(x: Phrases) -> Iterator[Block]:
    near = {e.entity.id: e.nearness for e in x.dossier.employers}
    found = {f.claim: f.nearness for f in x.dossier.findings}
    own = [s for s in x.dossier.wages if isinstance(s.claim, Wage) and not _is_none(s)]
    firm = [s for s in own if found.get(s.claim.id, near.get(getattr(s.claim, "employer", ""))) in FIRM]
    if firm:
        head = (_("Employer"), _("As reported"), _("Against the legal minimum"), _("Against a living wage"))
        title = _("Pay at employers that are named or serve all products")
        yield Grid(title, head, tuple(wage_row(x, s) for s in firm), (0.17, 0.27, 0.28, 0.28))
    if rest := [s for s in own if s not in firm]:
        yield Paragraph(run(_("Pay reports at employers that are only possible:")), "group")
        yield Items(tuple(_at(x, employer, reports) for employer, reports in _by_employer(rest)))


def _is_none(s: Shown) -> bool:
    return bool({State.WITHDRAWN, State.REFUTED, State.DENIED} & set(s.states))


def _by_employer(reports: Iterable[Shown]) -> list[tuple[str, list[Shown]]]:
    found: dict[str, list[Shown]] = {}
    for s in reports:
        found.setdefault(str(getattr(s.claim, "employer", "")), []).append(s)
    return sorted(found.items())


def _at(x: Phrases, employer: str, reports: Sequence[Shown]) -> Runs:
    listed = [run(x.claim(s.claim.id, s.claim.id), f" ({s.evidence.grade}) ", x.cited(s.claim)) for s in reports]
    return run(x.name(employer), ": ", joined(listed, "; "))


# -- practices ---------------------------------------------------------------------------------------------------------


def _work(x: Phrases) -> Iterator[Block]:
    head = (_("What is reported"), _("At whom: claim, evidence, date"), _("Sources"))
    for kinds, title in (
        (
            (FindingKind.SURVEILLANCE, FindingKind.CONDITIONS),
            _("Surveillance and conditions at employers that are named"),
        ),
        ((FindingKind.GOOD_PRACTICE,), _("Good practice at employers that are named")),
    ):
        firm = [f for f in x.dossier.findings if f.kind in kinds and f.nearness in FIRM]
        if firm:
            yield Grid(title, head, tuple(_practices(x, firm)), (0.24, 0.6, 0.16))
    kept = (FindingKind.SURVEILLANCE, FindingKind.CONDITIONS, FindingKind.GOOD_PRACTICE)
    if rest := [f for f in x.dossier.findings if f.kind in kept and f.nearness not in FIRM]:
        yield Paragraph(
            run(_("At employers that are only possible; no source says that their people worked on it:")), "group"
        )
        yield Items(x.finding_lines(rest))
    if denied := [s for s in x.dossier.practices if State.DENIED in s.states]:
        yield Paragraph(run(_("Said not to be so:")), "group")
        yield Items(tuple(_at(x, employer, own) for employer, own in _by_employer(denied)))


def _practices(x: Phrases, findings: Sequence[Finding]) -> Iterator[tuple[tuple[Runs, ...], ...]]:
    for code in dict.fromkeys(f.code for f in findings):
        own = [f for f in findings if f.code == code]
        yield (
            (run(Run(words.first_up(x.code(code)), bold=True)),),
            tuple(run(x.name(f.employer), ": ", claim_run(x, f.claim), _after(x, f)) for f in own),
            (x.cites(c.source for f in own for c in x.shown[f.claim].claim.citations),),
        )


def claim_run(x: Phrases, id: str) -> Runs:
    """A claim by its id, with evidence and date."""
    s = x.shown[id]
    return run(x.claim(id, id), Run(f" {x.grade(s.evidence.grade)}, {x.when(s.claim)}", soft=True))


def _after(x: Phrases, f: Finding) -> str:
    states = x.states(x.shown[f.claim])
    answered = _("answered") if f.answered else _("no answer recorded")
    return f"; {', '.join(filter(None, (states, answered)))}"


# -- answers -----------------------------------------------------------------------------------------------------------


def _answers(x: Phrases) -> Iterator[Block]:
    rows = []
    for response in {r.response.id: r.response for r in x.dossier.responses}.values():
        own = [r.target for r in x.dossier.responses if r.response.id == response.id]
        stances = ", ".join(dict.fromkeys(words.label("response_stance", t.stance) for t in own))
        spoken = (t.addresses_point for t in own if t.stance != "no_answer")
        points = "".join(f"; {words.label('addresses_point', point)}" for point in dict.fromkeys(spoken))
        rows.append(
            (
                (
                    run(x.name(response.respondent)),
                    run(Run(words.date_words(response.date) or _("no date"), soft=True)),
                ),
                (run(Run(words.first_up(stances), bold=True), points),),
                (run(x.claim(response.id, response.id), " ", x.cited(response)),),
            )
        )
    if rows:
        head = (_("Who"), _("What it said"), _("Claim"))
        yield Grid(_("Every answer that is recorded, oldest first"), head, tuple(rows), (0.3, 0.34, 0.36))
