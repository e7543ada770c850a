"""The chapters of a dossier that a buyer works with: criteria, the questionnaire, clauses."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from supplychain.domain.answer_text import paragraphs
from supplychain.domain.criteria import THEMES, Criterion
from supplychain.domain.disclosures import Answered
from supplychain.domain.dossier_answer import FIRM, Asked, Finding, FindingKind, Pointed, QuestionState
from supplychain.web import links, words
from supplychain.web.dossier.opening import heading
from supplychain.web.dossier.phrases import Phrases, both, filled
from supplychain.web.dossier.runs import Block, Grid, Paragraph, Run, Runs, Section, run
from supplychain.web.i18n import gettext as _
from supplychain.web.i18n import ngettext

_MOST_LINES = 6
_MOST_NAMES = 8


# -- criteria ----------------------------------------------------------------------------------------------------------


def criteria(x: Phrases) -> Section:
    """The criteria to which something points."""
    return Section("criteria", _("Criteria to which this points"), tuple(_criteria(x)))


def _criteria(x: Phrases) -> Iterator[Block]:
    firm = [p for p in x.dossier.criteria if not p.only_possible]
    rest = [p for p in x.dossier.criteria if p.only_possible]
    yield Paragraph(run(_("A finding points to a criterion: that is a prompt to look, never a statement that anything "
                          "was violated. "
                          "Courts and authorities find breaches. This is no legal advice; no counsel has read it. "
                          "Each row gives "
                          "the date of the legal text.")), "notice")  # fmt: skip
    if not firm:
        nothing = _("Nothing recorded for an employer that is named points to a criterion. That describes this database, "
                    "not the work.")  # fmt: skip
        yield Paragraph(run(nothing), "unknown")
    head = (_("Criterion"), _("What points to it"), _("Evidence to ask for"))
    for _instrument, own in groupby(sorted(firm, key=place), key=lambda p: p.criterion.instrument):
        listed = list(own)
        title = both(listed[0].criterion, "instrument")
        yield heading(title)
        yield Paragraph(run(Run(_("Binds: %(whom)s", whom=both(listed[0].criterion, "binds")), soft=True)), "binds")
        yield Grid(title, head, tuple(_criterion(x, p) for p in listed), (0.32, 0.4, 0.28))
    if rest:
        yield heading(_("Only through what is possible"))
        yield Paragraph(run(_("Reports at possible employers would point to these too, if their people worked on it:")))
        names = [
            f"{both(p.criterion, 'instrument').split(',')[0]} {both(p.criterion, 'article')}"
            for p in sorted(rest, key=place)
        ]
        yield Paragraph(run("; ".join(names) + "."))


_INSTRUMENTS = (
    "cr-lksg", "cr-gwb", "cr-csddd", "cr-euflr", "cr-pwd", "cr-aia", "cr-gdpr", "cr-betrvg", "cr-ilo-c", "cr-ilo-fl",
    "cr-ungp", "cr-oecd", "cr-ukmsa", "cr-pai", "cr-fw",
)  # fmt: skip
"""How ids of criteria begin, in the order in which a buyer in Germany meets their laws."""


def place(p: Pointed) -> tuple[int, str, list[int | str]]:
    """The law at hand first; then its articles as people count."""
    at = next((n for n, start in enumerate(_INSTRUMENTS) if p.criterion.id.startswith(start)), len(_INSTRUMENTS))
    parts: list[int | str] = [f"{int(t):04}" if t.isdigit() else t for t in p.criterion.id.split("-")]
    return (
        _INSTRUMENTS.index("cr-gdpr") if at == _INSTRUMENTS.index("cr-betrvg") else at,
        p.criterion.instrument,
        parts,
    )


def _criterion(x: Phrases, p: Pointed) -> tuple[tuple[Runs, ...], ...]:
    c = p.criterion
    seen = "" if c.text_seen == "yes" else f"; {words.label('text_seen', c.text_seen)}"
    near = [f for f in p.findings if f.nearness in FIRM]
    far = [f for f in p.findings if f.nearness not in FIRM]
    lines = [*x.finding_lines(near, _MOST_LINES)]
    if p.gaps:
        lines.append(run(Run(_("Not known:"), bold=True), f" {', '.join(x.code(code) for code in p.gaps)}"))
    if far:
        lines.append(run(Run(ngettext("also %(num)s report at possible employers", "also %(num)s reports at possible employers",
                                      len(far)), soft=True)))  # fmt: skip
    good = [f for f in p.speaks_for if f.nearness in FIRM]
    if good:
        lines.append(run(Run(_("Speaks for it, and clears nothing:"), bold=True), " ", *_joined(x, good)))
    caution = both(c, "caution")
    return (
        (
            run(Run(both(c, "article"), bold=True)),
            run(both(c, "title")),
            run(Run(f"{dated(c)}{seen} ", soft=True), x.cites([c.source])),
        ),
        tuple(lines),
        (run(both(c, "evidence")), *((run(Run(caution, soft=True)),) if caution else ())),
    )


def _joined(x: Phrases, good: Sequence[Finding]) -> Iterator[Runs]:
    for number, line in enumerate(x.finding_lines(good)):
        yield run("; " if number else "", line)


# -- questionnaire -----------------------------------------------------------------------------------------------------


def questions(x: Phrases) -> Section:
    """The questionnaire with what is known filled in."""
    intro = _("What this database already holds is filled in; reports stand under the question to which they belong, "
              "and the vendor "
              "is asked to answer them one by one. ● marks the short form. An answer is evidence of what the vendor says and "
              "deletes no report.")  # fmt: skip
    blocks: list[Block] = [Paragraph(run(intro))]
    head = (_("No."), _("Question"), _("What this database holds"))
    for theme, own in groupby(x.dossier.questions, key=lambda a: a.question.theme):
        label = words.first_up(words.label("theme", theme))
        blocks += [heading(label), Grid(label, head, tuple(_question(x, a) for a in own), (0.08, 0.44, 0.48))]
    return Section("questions", _("Questionnaire for the vendor"), tuple(blocks))


def _question(x: Phrases, a: Asked) -> tuple[tuple[Runs, ...], ...]:
    q = a.question
    return (
        (run(Run(f"{q.number}{' ●' if q.core else ''}", bold=True)),),
        (run(both(q, "text")), run(Run(_("Evidence that counts: %(what)s", what=both(q, "evidence")), soft=True))),
        holdings(x, a),
    )


def holdings(x: Phrases, a: Asked) -> tuple[Runs, ...]:
    """What the database holds towards an answer."""
    lines = answered(x, a)
    for k in a.known:
        parties = x.names(k.parties[:8]) if k.parties else ()
        rest = len(k.parties) - 8
        more = run(" ", ngettext("and %(num)s more", "and %(num)s more", rest)) if rest > 0 else ()
        claims = ngettext("%(num)s claim", "%(num)s claims", len(k.claims))
        lines.append(
            run(
                Run(words.first_up(words.label("question_fact", k.fact)), bold=True),
                ": ",
                parties,
                more,
                f" ({claims})",
            )
        )
    near = [f for f in a.findings if f.nearness in FIRM and f.kind is not FindingKind.GOOD_PRACTICE]
    far = [f for f in a.findings if f.nearness not in FIRM]
    good = [f for f in a.findings if f.nearness in FIRM and f.kind is FindingKind.GOOD_PRACTICE]
    if near:
        lines += [run(_("Reported, please answer:")), *x.finding_lines(near, _MOST_LINES)]
    if far:
        lines.append(run(_("At possible employers:"), f" {x.count_words(far)}"))
    if good:
        lines += [run(_("Good practice, please show evidence:")), *x.finding_lines(good, _MOST_LINES)]
    if a.denials:
        lines.append(
            run(
                ngettext(
                    "%(num)s report says that it is not so", "%(num)s reports say that it is not so", len(a.denials)
                )
            )
        )
    if a.gaps:
        lines.append(run(Run(_("Not known:"), bold=True), f" {', '.join(x.code(code) for code in a.gaps)}"))
    if a.state is QuestionState.OPEN and not a.gaps and not a.answers:
        lines.append(run(Run(_("Nothing recorded."), soft=True)))
    return tuple(lines)


def answered(x: Phrases, a: Asked) -> list[Runs]:
    """What the vendor answered to a question, newest first."""
    return [line for one in a.answers for line in _answer(x, one)]


def _answer(x: Phrases, one: Answered) -> Iterator[Runs]:
    """What was answered to a question, in full, with who says so."""
    date = words.date_words(one.date)
    said = {
        "answers": _("answered on %(date)s", date=date),
        "refuses": _("refused to answer, %(date)s", date=date),
        "does_not_know": _("says that it does not know, %(date)s", date=date),
    }[one.stance]
    elsewhere = one.about != x.dossier.subject.id
    about = run(" ", filled(_("(about %(name)s)"), name=x.name(one.about))) if elsewhere else ()
    yield run(
        x.name(one.respondent),
        about,
        ": ",
        Run(said, href=links.claim_url(one.response), bold=True),
        " ",
        x.cites([one.source]),
    )
    for part in paragraphs(one.text) if one.text else ():
        yield run(f"“{part}”")
    if one.reworded:
        yield run(Run(_("The question read otherwise when it was asked; it stands with the answer."), soft=True))


# -- clauses -----------------------------------------------------------------------------------------------------------


def clauses(x: Phrases) -> Section:
    """Clauses for a contract by theme."""
    intro = _("Own wording, to be checked by counsel. Fair clauses bind both sides: who presses price and deadline "
              "cannot ask for "
              "living wages. Marked ◆: something in this dossier points to a criterion that the clause serves.")  # fmt: skip
    themes = list(THEMES)
    listed = sorted(x.dossier.clauses, key=lambda f: themes.index(f.clause.theme))
    head = (_("Topic"), _("Clause"), _("Serves"))
    known = {p.criterion.id: p.criterion for p in x.dossier.criteria}
    rows = []
    for f in listed:
        topic = run(Run(both(f.clause, "title"), bold=True), " ◆" if f.because else "")
        serves = tuple(run(short(known[i])) for i in f.because if i in known)
        rows.append(((topic,), (run(both(f.clause, "text")),), serves or (run("–"),)))
    grid = Grid(_("Clauses by topic"), head, tuple(rows), (0.2, 0.56, 0.24))
    return Section("clauses", _("Clauses for the contract"), (Paragraph(run(intro)), grid))


def dated(criterion: Criterion) -> str:
    """Say of which day the text of a criterion is."""
    if not criterion.text_date:
        return _("date of the text not recorded")
    return _("text of %(date)s", date=words.date_words(criterion.text_date))


def short(criterion: Criterion) -> str:
    """Name a criterion by its law and article."""
    law = both(criterion, "instrument").split(",")[0].split(" (")[0]
    return f"{law}, {both(criterion, 'article')}"
