"""The first chapters of a dossier: in short, next steps, the chain, what is not known."""

from collections.abc import Iterator

from supplychain.domain.dossier_answer import (
    FIRM,
    DossierEmployer,
    FindingKind,
    Nearness,
    NextStep,
    StepCode,
    StepState,
)
from supplychain.domain.dossier_steps import REASONS
from supplychain.domain.records import Link
from supplychain.domain.trace_answer import LinkUsed
from supplychain.domain.vocabulary import PRODUCTS
from supplychain.web import links, words
from supplychain.web.dossier.phrases import Phrases, filled
from supplychain.web.dossier.runs import (
    Block,
    Chain,
    Grid,
    Heading,
    Items,
    Paragraph,
    Run,
    Runs,
    Section,
    joined,
    run,
)
from supplychain.web.i18n import gettext as _
from supplychain.web.i18n import mark, ngettext

STEPS = {
    StepCode.ASK: mark("Ask"),
    StepCode.PLAN: mark("Agree a plan"),
    StepCode.SUSPEND: mark("Suspend"),
    StepCode.LEAVE: mark("Leave"),
}
STEP_STATES = {
    StepState.DO: mark("recommended by the rule"),
    StepState.CONSIDER: mark("to be considered"),
    StepState.NOT_BY_RULE: mark("not by the rule, from what is recorded"),
    StepState.LAST_RESORT: mark("last resort"),
}
_MOST_NAMES, _MOST_ROWS = 8, 25


def is_product(phrases: Phrases) -> bool:
    """Whether the dossier is of a product."""
    return phrases.dossier.subject.kind in PRODUCTS


# -- in short ----------------------------------------------------------------------------------------------------------


def summary(x: Phrases) -> Section:
    """In short."""
    return Section("summary", _("In short"), tuple(_summary(x)), brief=True)


def _summary(x: Phrases) -> Iterator[Block]:
    d, s = x.dossier, x.dossier.summary
    yield Paragraph(run(*_who(x)), "lead")
    near = [f for f in d.findings if f.nearness in FIRM]
    against = [f for f in near if f.kind is not FindingKind.GOOD_PRACTICE]
    paid = [w for w in d.wages if d.near[w.claim.id] in FIRM]
    if against or paid:
        counts = x.count_words(near, paid)
        yield Paragraph(run(_("Reported at these employers: %(counts)s.", counts=counts)))
    else:
        yield Paragraph(run(_("Nothing about pay, surveillance or conditions is recorded here for an employer that is named. "
                              "That describes this database. It is no sign that there is nothing to report.")),
                        "unknown")  # fmt: skip
    possible = [f for f in d.findings if f.nearness not in FIRM]
    perhaps = [w for w in d.wages if d.near[w.claim.id] not in FIRM]
    if possible or perhaps:
        words_ = _("At employers that are only possible: %(counts)s. No source says that their people worked on it.",
                   counts=x.count_words(possible, perhaps))  # fmt: skip
        yield Paragraph(run(words_))
    answers = [
        ngettext("%(num)s answer of a company is recorded", "%(num)s answers of companies are recorded", s.responses)
    ]
    if s.silences:
        answers.append(ngettext("%(num)s was asked and, as reported, gave no answer",
                                "%(num)s were asked and, as reported, gave no answer", s.silences))  # fmt: skip
    yield Paragraph(run("; ".join(answers) + "."))
    total = len(d.questions)
    yield Paragraph(
        run(
            ngettext("What is recorded or not known points to %(num)s criterion of law or good practice.",
                     "What is recorded or not known points to %(num)s criteria of law and good practice.", s.criteria),
            " ",
            _("Under %(open)s of %(total)s questions to the vendor nothing is recorded.", open=s.open_questions, total=total),
        )
    )  # fmt: skip


def _who(x: Phrases) -> Iterator[Runs]:
    d, name = x.dossier, x.dossier.subject.name
    groups = {n: [e for e in d.employers if e.nearness is n] for n in Nearness}
    own = d.stands_on_it is not None
    if own:
        yield run(
            _("This dossier is about %(name)s as an employer, and about what stands on its work.", name=name), " "
        )
    if not d.employers and not own:
        yield run(_("No link from %(tool)s to anyone who does the data work is known here. That is a gap in what is published "
                    "or was read. It does not mean that nobody does the work.", tool=name))  # fmt: skip
        return
    if itself := groups[Nearness.ITSELF]:
        yield run(
            ngettext("Behind %(tool)s, sources name or describe %(num)s employer:",
                     "Behind %(tool)s, sources name or describe %(num)s employers:", len(itself), tool=name),
            " ", _names(x, itself), ". ",
        )  # fmt: skip
    elif d.employers:
        yield run(_("No source read here names anyone who did the data work for %(tool)s itself. That is a gap in what is "
                    "published or was read, not a sign that nobody did.", tool=name), " ")  # fmt: skip
    if base := groups[Nearness.BASE]:
        text = ngettext("%(num)s employer is named for something that it is built on:",
                        "%(num)s employers are named for something that it is built on:", len(base))  # fmt: skip
        yield run(text, " ", _names(x, base), ". ")
    if general := groups[Nearness.ALL]:
        yield run(
            ngettext("%(num)s employer is said to serve all products of the maker.",
                     "%(num)s employers are said to serve all products of the maker.", len(general)), " ",
        )  # fmt: skip
    if possible := groups[Nearness.POSSIBLE]:
        text = ngettext("%(num)s employer is possible: no source says for which product it worked.",
                        "%(num)s employers are possible: no source says for which product they worked.",
                        len(possible))  # fmt: skip
        yield run(text, " ")
    if d.summary.countries:
        yield run(_("Places of work that the sources name: %(where)s.", where=x.countries(d.summary.countries)))


def _names(x: Phrases, employers: list[DossierEmployer]) -> Runs:
    rest = len(employers) - _MOST_NAMES
    found = x.names(e.entity.id for e in employers[:_MOST_NAMES])
    if rest <= 0:
        return found
    more = Run(
        ngettext("and %(num)s more", "and %(num)s more", rest), href=f"{links.dossier_url(x.dossier.subject.id)}#chain"
    )
    return run(found, " ", more)


# -- next steps --------------------------------------------------------------------------------------------------------


def steps(x: Phrases) -> Section:
    """Next steps."""
    d = x.dossier
    intro = _(
        "By a fixed rule (version %(version)s), mildest first. The rule weighs nothing up: you decide.",
        version=d.steps_rule,
    )
    head = (_("Step"), _("What the rule says"), _("Why"))
    grid = Grid(_("Next steps and the reason for each"), head, tuple(_step(x, s) for s in d.steps), (0.16, 0.2, 0.64))
    return Section("steps", _("Next steps"), (Paragraph(run(intro)), grid), brief=True)


def _step(x: Phrases, step: NextStep) -> tuple[tuple[Runs, ...], ...]:
    strong = step.state in (StepState.DO, StepState.CONSIDER)
    reasons = tuple(run(_(REASONS[r.code], **r.parameters)) for r in step.reasons)
    return ((run(Run(_(STEPS[step.code]), bold=True)),), (run(Run(_(STEP_STATES[step.state]), bold=strong)),), reasons)


# -- the chain ---------------------------------------------------------------------------------------------------------


def chain(x: Phrases) -> Section:
    """Picture, employers and links."""
    return Section("chain", _("The chain"), tuple(_chain(x)), brief=True)


def _chain(x: Phrases) -> Iterator[Block]:
    d = x.dossier
    if d.bases and is_product(x):
        bases = x.names(b.id for b in d.bases)
        yield Paragraph(run(Run(d.subject.name), " ", _("is built on, directly or in steps:"), " ", bases, ". ",
                            _("Labour behind these is shown as theirs.")))  # fmt: skip
    if not is_product(x) and d.products:
        yield Paragraph(run(_("Products on offer:"), " ", x.names(p.id for p in d.products), "."))
    if d.links:
        yield Chain()
    if d.employers:
        head = (_("Employer"), _("How near"), _("Where"), _("Work"), _("Reports"))
        rows = tuple(_employer(x, e) for e in d.employers)
        yield Grid(_("Employers, nearest first"), head, rows, (0.24, 0.2, 0.14, 0.26, 0.16))
    if d.links:
        head = (_("Link"), _("How surely"), _("When"), _("Evidence"), _("Sources"))
        rows = tuple(
            (
                (x.link(u.shown.claim),) if isinstance(u.shown.claim, Link) else (),
                (
                    run(
                        _surely(x, u),
                        _in_brackets(x.states(u.shown)),
                    ),
                ),
                (run(x.when(u.shown.claim)),),
                (run(u.shown.evidence.grade),),
                (x.cited(u.shown.claim),),
            )
            for u in d.links
        )
        title = _("The picture as a table: every link that was followed")
        yield Grid(title, head, rows, (0.36, 0.2, 0.22, 0.08, 0.14))
    if d.stands_on_it is not None:
        yield from _stands_on(x)
    for omission in d.left_out:
        claims = joined((x.claim(s.claim.id, s.claim.id),) for s in omission.claims[:_MOST_NAMES])
        yield Paragraph(run(_("Left out:"), " ", words.omission_words(omission, d.names), " ", claims), "unknown")
    if d.summary.not_counted:
        text = ngettext("%(num)s report at these employers names other products or other clients: it does not count here.",
                        "%(num)s reports at these employers name other products or other clients: they do not count here.",
                        d.summary.not_counted)  # fmt: skip
        yield Paragraph(run(text), "unknown")


def _surely(x: Phrases, used: LinkUsed) -> str:
    if not used.labour:
        return _("structure")
    direct = used.source == x.dossier.subject.id and not is_product(x)
    return _("named") if direct else words.label("strength", used.strength)


def _in_brackets(text: str) -> str:
    return f" ({text})" if text else ""


def _employer(x: Phrases, e: DossierEmployer) -> tuple[tuple[Runs, ...], ...]:
    own = {*e.wages, *e.practices}
    findings = [f for f in x.dossier.findings if f.claim in own]
    wages = [w for w in x.dossier.wages if w.claim.id in own]
    products = (x.names(e.products),) if e.products and e.products != (x.dossier.subject.id,) else ()
    near = run(
        words.label("nearness", e.nearness),
        f", {x.grade(e.grade)}",
        _in_brackets(", ".join(words.label("state", s) for s in e.states)),
    )
    return (
        (run(Run(x.dossier.names[e.entity.id], href=x.name(e.entity.id).href, bold=True)),),
        (near, *products),
        (run(x.countries(e.countries) or _("not stated")),),
        (_work(e),),
        (run(x.count_words(findings, wages) or _("none known")),),
    )  # fmt: skip


def _work(e: DossierEmployer) -> Runs:
    if not e.work_types:
        return run(_("not stated"))
    return joined([run(Run(part.text, english=part.recorded)) for part in words.work_words(e.work_types)])


def _stands_on(x: Phrases) -> Iterator[Block]:
    below = x.dossier.stands_on_it
    assert below is not None, "asked only of an employer"
    if not below.products and not below.buyers:
        yield Paragraph(
            run(_("No product and no buyer is known here. For whom the people work is not known.")), "unknown"
        )
        return
    if below.products:
        listed = tuple(
            ((x.names([p.entity.id]),), (run(words.label("strength", p.strength)),), (run(p.grade),))
            for p in below.products[:_MOST_ROWS]
        )
        named = (_("Product"), _("How surely"), _("Evidence"))
        yield Grid(_("Products that stand on its work"), named, listed, (0.5, 0.35, 0.15))
    everything = links.trace_url(x.dossier.subject.id)
    if (rest := len(below.products) - _MOST_ROWS) > 0:
        yield Paragraph(
            run(Run(ngettext("and %(num)s more product", "and %(num)s more products", rest), href=everything))
        )
    if below.buyers:
        head = (_("Buyer"), _("For"), _("Tier"), _("Evidence"))
        rows = tuple(
            (
                (x.names([b.entity.id]),),
                (x.names(b.tools) or run(_("product not stated")),),
                (run(str(b.tier)),),
                (run(b.grade),),
            )
            for b in below.buyers[:_MOST_ROWS]
        )
        yield Grid(_("Organisations that buy the work"), head, rows, (0.4, 0.36, 0.1, 0.14))
    if (rest := len(below.buyers) - _MOST_ROWS) > 0:
        yield Paragraph(run(Run(ngettext("and %(num)s more buyer", "and %(num)s more buyers", rest), href=everything)))


# -- what is not known -------------------------------------------------------------------------------------------------


def unknown(x: Phrases) -> Section:
    """What is not known."""
    items = []
    for o in x.dossier.gaps:
        numbers = [a.question.number for a in x.dossier.questions if o.gap.code in a.gaps]
        products = run(" ", filled(_("(for %(names)s)"), names=x.names(o.products))) if o.products else ()
        asked = run(" ", Run(_("Asked in: %(numbers)s", numbers=", ".join(numbers)), soft=True)) if numbers else ()
        items.append(run(words.gap_words(o.gap), products, asked))
    blocks: tuple[Block, ...] = (
        Paragraph(
            run(
                _("What nobody discloses is a finding of its own. Silence never counts in anyone’s favour."),
                " ",
                Run(_("The rules by which gaps are found"), href=f"{links.page_url('method', as_of=None)}#gaps"),
            )
        ),
        Items(tuple(items)),
    )
    none = Paragraph(run(_("No gap was found by the rules. That does not mean that everything is known.")), "unknown")
    return Section("unknown", _("What is not known"), blocks if items else (none,), brief=True)


def heading(text: str) -> Heading:
    """A heading that begins with a capital letter."""
    return Heading(words.first_up(text))
