"""The chapters for buyers put in short, for a terminal: a line for each criterion, and the short form of the questionnaire."""

from collections.abc import Iterator

from supplychain.domain.dossier_answer import FIRM, Asked, Pointed
from supplychain.web import words
from supplychain.web.dossier import buying
from supplychain.web.dossier.phrases import Phrases, both
from supplychain.web.dossier.runs import Block, Items, Paragraph, Run, Runs, Section, run
from supplychain.web.i18n import gettext as _
from supplychain.web.i18n import ngettext


def criteria(x: Phrases) -> Section:
    """The criteria to which something points, a line each."""
    whole = buying.criteria(x)
    firm = sorted((p for p in x.dossier.criteria if not p.only_possible), key=buying.place)
    far = len(x.dossier.criteria) - len(firm)
    blocks = [block for block in whole.blocks if isinstance(block, Paragraph) and block.style in ("notice", "unknown")]
    lines: list[Block] = [*blocks, Items(tuple(_criterion(p) for p in firm))]
    if far:
        more = ngettext(
            "%(num)s more criterion is pointed to only by what is possible.",
            "%(num)s more criteria are pointed to only by what is possible.",
            far,
        )
        lines.append(Paragraph(run(more)))
    return Section(whole.id, whole.title, tuple(lines))


def _criterion(p: Pointed) -> Runs:
    near = sum(f.nearness in FIRM for f in p.findings)
    said = [ngettext("%(num)s report", "%(num)s reports", near)] if near else []
    if p.gaps:
        said.append(ngettext("%(num)s thing that is not known", "%(num)s things that are not known", len(p.gaps)))
    return run(
        buying.short(p.criterion), f": {both(p.criterion, 'title')} ({'; '.join((*said, buying.dated(p.criterion)))})"
    )


def questions(x: Phrases) -> Section:
    """The questions of the short form, and all to which an answer stands, with what the vendor answered."""
    whole = buying.questions(x)
    intro = _("The short form: how each question stands, and every answer that was given. That something was answered does "
              "not say that it is true. The whole questionnaire: -o FILE.xlsx")  # fmt: skip
    shown = [a for a in x.dossier.questions if a.question.core or a.answers]
    return Section(whole.id, whole.title, (Paragraph(run(intro)), *(b for a in shown for b in _question(x, a))))


def _question(x: Phrases, a: Asked) -> Iterator[Block]:
    state = words.label("question_state", a.state)
    yield Items((run(Run(a.question.number, bold=True), f" {both(a.question, 'text')} [{state}]"),))
    for line in buying.answered(x, a):
        yield Paragraph(line, "group")
