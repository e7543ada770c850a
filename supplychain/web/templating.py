"""What templates can call: words, addresses, the picture, the site's own data."""

from typing import NamedTuple

from flask import Flask, g
from jinja2 import StrictUndefined

from supplychain.domain import answer_text, drawing
from supplychain.domain.dossier_answer import STEPS_RULE, Dossier
from supplychain.domain.evidence import RULE_VERSION
from supplychain.domain.gaps import GAPS_RULE
from supplychain.domain.parties import Party
from supplychain.domain.pay_gate import DECILES_FROM, DELAY, LEAST_SUBMITTERS, LEAST_WORKERS, QUARTILES_FROM
from supplychain.domain.pay_money import PARITIES_DIFFER
from supplychain.domain.pay_quantity import MONTHS, WEEKS
from supplychain.domain.pay_subject import HOURS_OF_A_WEEK
from supplychain.domain.pay_tables import HIGH_INFLATION, NOTABLE_INFLATION
from supplychain.domain.pay_words import ROUNDING
from supplychain.domain.picture import LineState, Picture
from supplychain.domain.report_log import is_own_pay
from supplychain.domain.trace_answer import Trace
from supplychain.domain.webhooks import LOG_KEPT
from supplychain.web import charting, desking, dictionary, links, listing, paying, rooms, row_forms, words
from supplychain.web.doors import Held
from supplychain.web.dossier.document import compose
from supplychain.web.dossier.phrases import both
from supplychain.web.dossier.runs import Document
from supplychain.web.i18n import LANGUAGES, language, mark
from supplychain.web.i18n import gettext as _

_HEADINGS = (mark("The product"), mark("Built on"), mark("Offered by"))
_OF_ORGANISATION = (mark("The organisation"), mark("It offers"), mark("What that stands on"))


class Site(NamedTuple):
    """Who runs the site, and where."""

    contact: str
    contact_href: str
    """The contact as an address that can be followed; empty where it is none."""
    operator: str
    base_url: str
    version: str


class PayRules(NamedTuple):
    """The numbers by which pay is made comparable and by which workers' own reports are shown, as the code has them."""

    hours: tuple[int, ...] = HOURS_OF_A_WEEK
    months: int = int(MONTHS.value)
    weeks: int = int(WEEKS.value)
    high_inflation: int = HIGH_INFLATION
    notable_inflation: int = NOTABLE_INFLATION
    parities_differ: int = int(PARITIES_DIFFER * 100)
    rounding: str = ROUNDING
    least_submitters: int = LEAST_SUBMITTERS
    least_workers: int = LEAST_WORKERS
    quartiles_from: int = QUARTILES_FROM
    deciles_from: int = DECILES_FROM
    delay_days: int = DELAY.days


def set_up(app: Flask, held: Held) -> None:
    """Give the templates their words. What a template misspells is an error, not a gap on the page."""
    env, own = app.jinja_env, held.settings
    env.undefined, env.trim_blocks, env.lstrip_blocks = StrictUndefined, True, True
    calls = (
        links.answer_file_url,
        links.entity_url, links.trace_url, links.claim_url, links.source_url, links.country_url, links.practice_url,
        links.pay_url, links.chart_url, links.dossier_url, links.file_url,
        links.receipt_url, links.receipt_file_url, links.receipt_key_url, links.sheet_url, links.absolute,
        links.reference_url, links.table_url, links.resolver_url, links.record_url, links.history_url,
        links.feed_url, links.changes_feed_url, links.page_beside, links.tag_uri,
        links.path_url, links.page_url, links.twin_url, links.lang_url, links.here, links.static_url,
        words.label, words.definition, words.terms, words.country_name, words.language_name, words.amount, words.money,
        words.date_words, words.period_words, words.gap_words, words.gap_rules, words.omission_words,
        words.count_words, words.held_back_words, words.dominated_words,
        words.practice_group, words.first_up, words.time_words, words.match_words, words.list_gap_words,
        words.recorded_parts, words.source_title, words.source_short_words,
        words.field_words, words.work_words, words.undo_words, words.undo_own_pay_words, words.role_words, words.told_words,
        answer_text.paragraphs, answer_text.says_in_full,
        words.own_pay_kept_words, is_own_pay,
        rooms.blank,
        both,
        words.name, picture, not_drawn,
        *paying.CALLS, *charting.CALLS, *row_forms.CALLS, *desking.CALLS, *listing.CALLS, dossier_document,
    )  # fmt: skip
    for call in calls:
        env.globals[call.__name__] = env.filters[call.__name__] = call
    env.globals.update(
        site=Site(own.contact, held.contact_address, own.operator, own.base_url, held.version),
        languages=LANGUAGES,
        licence_url=links.LICENCE,
        rounding_words=ROUNDING,
        pay_rules=PayRules(),
        steps_rule=STEPS_RULE,
        evidence_rule=RULE_VERSION,
        gaps_rule=GAPS_RULE,
        webhook_log_days=LOG_KEPT.days,
        tables=dictionary.tables(),
        vocabularies=dictionary.vocabularies(),
    )
    app.context_processor(_here)


def _here() -> dict[str, object]:
    """What depends on the page at hand."""
    page = links.page_here()
    return {
        "lang": language(),
        "page_name": "problem" if page is None or "problem" in g else page.word,
        "revision": g.get("revision") if "recorded_on" in g else None,
        "recorded_on": g.get("recorded_on"),
        "as_of": links.as_of(),
        "canonical_url": links.canonical_url(),
        "permanent_url": links.permanent_url(),
        "citation": citation(),
    }


def citation() -> str:
    """The line by which this page can be cited; nothing where it shows no data."""
    if "recorded_on" not in g:
        return ""
    return _(
        "A public database of the labour behind AI tools, revision %(revision)s of %(date)s, %(where)s, CC BY 4.0",
        revision=g.revision,
        date=g.recorded_on,
        where=links.permanent_url(),
    )


def picture(answer: Trace | Dossier, narrow: bool = False) -> Picture:
    """The picture of a trace, or of a dossier."""
    wording = drawing.Wording(_caption, _line, links.entity_url, _heading)
    return drawing.draw_chain(_drawn(answer), wording, narrow=narrow)


def dossier_document(dossier: Dossier) -> Document:
    """A dossier in the language of the page, composed once for an answer."""
    if "document" not in g:
        g.document = compose(dossier)
    found: Document = g.document
    return found


def not_drawn(answer: Trace | Dossier) -> int:
    """How many parties the picture leaves out."""
    return drawing.not_drawn(_drawn(answer))


def _drawn(answer: Trace | Dossier) -> Trace | Dossier:
    return drawing.drawn_from(answer) if isinstance(answer, Dossier) else answer


def _caption(party: Party, countries: tuple[str, ...]) -> str:
    return " · ".join([words.label("entity_kind", party.kind), *(words.country_name(c) for c in countries)])


def _line(relation: str, state: LineState) -> str:
    said = words.label("relation", relation)
    match state:
        case "denied":
            return _("%(relation)s: denied", relation=said)
        case "ended":
            return _("%(relation)s: ended", relation=said)
        case "structure":
            return said
    return _("%(relation)s: %(strength)s", relation=said, strength=words.label("strength", state))


def _heading(column: int, organisation: bool) -> str:
    if column < drawing.LABOUR:
        return _((_OF_ORGANISATION if organisation else _HEADINGS)[column])
    return _("Labour, tier %(number)s", number=column - drawing.LABOUR + 1)
