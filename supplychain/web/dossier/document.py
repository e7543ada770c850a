"""A dossier in the language of the page, put together from its chapters."""

from supplychain.domain.dossier_answer import Dossier
from supplychain.web import words
from supplychain.web.dossier import buying, chapters, opening
from supplychain.web.dossier.phrases import Phrases
from supplychain.web.dossier.runs import Document, Section, SourceList
from supplychain.web.i18n import gettext as _
from supplychain.web.i18n import language


def compose(dossier: Dossier, phrases: Phrases | None = None) -> Document:
    """Say everything that a dossier holds. `phrases` has the number of every source afterwards."""
    x = phrases or Phrases(dossier)
    name = dossier.subject.name
    sections = (
        opening.summary(x),
        opening.steps(x),
        opening.chain(x),
        chapters.pay(x),
        chapters.work(x),
        chapters.answers(x),
        opening.unknown(x),
        buying.criteria(x),
        buying.questions(x),
        buying.clauses(x),
        Section("sources", _("Sources"), (SourceList(),)),
    )
    date = words.date_words(dossier.recorded_on)
    state = _("Revision %(number)s of %(date)s", number=dossier.revision, date=date)
    title = _("Dossier: %(name)s", name=name)
    return Document(
        language=language(),
        title=title,
        kicker=words.first_up(words.label("entity_kind", dossier.subject.kind)),
        subject=name,
        state=state,
        running_head=f"{title} · {state}",
        notice=_("This dossier says what sources report, who says so, and what is not known. It is no legal advice, "
                 "gives no score "
                 "and no badge, and never says that anything was violated: findings point to criteria, and courts and "
                 "authorities "
                 "find breaches."),
        sections=sections,
        sources=x.sources(),
        picture_words=_("Picture of the chain from %(name)s to the employers. The table after it says the same.", name=name),
        words={
            "legend": _("● named for it · ◐ said to be for all products · ○ possible: no source says for which product · "
                        "? described and not named. Thick lines are named, dashed ones possible, dotted ones have ended."),
            "contents": _("Contents"),
            "page": _("Page"),
            "of": _("of"),
            "licence": _("Data: %(licence)s.", licence="CC BY 4.0"),
            "not_ua": _("Some signs in the names have no shape in the fonts at hand, so this file is tagged but does not "
                        "claim PDF/UA."),
        },
    )  # fmt: skip
