"""Phrases of a dossier: a claim, a finding, pay, distances from benchmarks, in the language of the page."""

import textwrap
from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import cached_property

from supplychain.domain.dossier_answer import Dossier, Finding, FindingKind
from supplychain.domain.pay_brief import MOST_BENCHMARKS, BriefAgainst, BriefGap
from supplychain.domain.pay_results import Span
from supplychain.domain.pay_words import PayCode, PayState, Verdict
from supplychain.domain.records import Claim, Link, PracticeReport, Wage
from supplychain.domain.standing import Shown
from supplychain.web import links, words
from supplychain.web.dossier.runs import Numbered, Run, Runs, joined, run
from supplychain.web.i18n import gettext as _
from supplychain.web.i18n import language, mark, ngettext

_LONGEST_PLACE = 60
_SHORT = {
    PayCode.NOT_PAY: mark("it is the client’s price"),
    PayCode.TASK_PAY: mark("it is for a piece of work, time not known"),
    PayCode.DAY_LENGTH_UNKNOWN: mark("the hours of the day are not known"),
    PayCode.BENCHMARK_DAY_LENGTH: mark("the hours of the benchmark’s day are not known"),
    PayCode.HOURS_IMPLAUSIBLE: mark("the hours recorded cannot be those of a week"),
    PayCode.NO_UNPAID_HOURS: mark("no unpaid hours are recorded"),
    PayCode.SEVERAL_RATES: mark("official and market rates lay far apart"),
    PayCode.HIGH_INFLATION: mark("prices rose too fast in that year"),
    PayCode.NO_YEAR: mark("the year is not recorded"),
    PayCode.NO_COUNTRY: mark("the country is not recorded"),
    PayCode.SEVERAL_COUNTRIES: mark("it is for several countries together"),
    PayCode.CURRENCY_OF_COUNTRY_UNKNOWN: mark("the currency of the country is not in the reference"),
    PayCode.RATE_NOT_USABLE: mark("the rate of that year must not be used"),
    PayCode.NO_EXCHANGE_RATE: mark("no exchange rate for that year"),
    PayCode.NO_PARITY: mark("no parity for that year"),
    PayCode.NO_CONSUMER_PRICES: mark("no consumer prices to carry a benchmark to that year"),
    PayCode.NO_MINIMUM_KNOWN: mark("no legal minimum known for that place and year"),
    PayCode.NO_LIVING_WAGE_KNOWN: mark("no living wage known for that place"),
    PayCode.PRICE_IS_ZERO: mark("the client’s price is given as zero"),
}
_VERDICTS = {Verdict.BELOW: mark("below"), Verdict.ABOVE: mark("not below")}


def both(row: object, name: str) -> str:
    """The text of a criterion, question or clause in the language of the page."""
    found: str = getattr(row, f"{name}_de" if language() == "de" else name)
    return found


class Phrases:
    """The phrases of one dossier."""

    def __init__(self, dossier: Dossier) -> None:
        """Begin with no source printed."""
        self.dossier = dossier
        self.numbers: dict[str, int] = {}
        """Source -> its number: each gets the next one where it is first named."""
        self._sources = {source.id: source for source in dossier.sources}

    @cached_property
    def shown(self) -> dict[str, Shown]:
        """Every claim of the dossier by id."""
        d = self.dossier
        own = [*d.wages, *d.practices, *d.organised_by, *(x.shown for x in d.links)]
        return {s.claim.id: s for s in own}

    def name(self, id: str) -> Run:
        """A party that leads to its page."""
        return Run(self.dossier.names.get(id, id), href=links.entity_url(id))

    def names(self, ids: Iterable[str]) -> Runs:
        """Several parties."""
        return joined((self.name(id),) for id in ids)

    def claim(self, id: str, text: str) -> Run:
        """A text that leads to a claim."""
        return Run(text, href=links.claim_url(id))

    def cites(self, ids: Iterable[str]) -> Runs:
        """Numbers of sources, each leading to its entry."""
        found = sorted({self.numbers.setdefault(id, len(self.numbers) + 1) for id in ids if id in self._sources})
        return joined(((Run(f"[{number}]", source=number),) for number in found), " ")

    def cited(self, claim: Claim) -> Runs:
        """The sources of a claim, those that contradict it last."""
        supports = self.cites(c.source for c in claim.citations if c.stance != "contradicts")
        against = self.cites(c.source for c in claim.citations if c.stance == "contradicts")
        return run(supports, *((" ", _("contradicted by"), " ", against) if against else ()))

    def countries(self, codes: Iterable[str]) -> str:
        """Names of countries in their order."""
        return ", ".join(sorted(map(words.country_name, codes)))

    def states(self, shown: Shown) -> str:
        """How a claim stands; nothing for a plain one."""
        return ", ".join(words.label("state", state) for state in shown.states)

    def when(self, claim: Claim) -> str:
        """When it holds, or when it was reported."""
        if claim.start or claim.end:
            return words.period_words(claim.start, claim.end)
        if claim.reported_on:
            return _("reported %(date)s, period not stated", date=words.date_words(claim.reported_on))
        return _("no date")

    def grade(self, letter: str) -> str:
        """An evidence grade."""
        return _("evidence %(grade)s", grade=letter)

    def link(self, link: Link) -> Runs:
        """A link as a sentence."""
        other = self.name(link.object) if link.object else Run(_("a firm that is not named"))
        patterns = {
            "provided_by": _("%(a)s is offered by %(b)s"),
            "built_on": _("%(a)s is built on %(b)s"),
            "data_work_by": _("%(a)s has data work done by %(b)s"),
            "subcontracts_to": _("%(a)s passes work on to %(b)s"),
            "operated_by": _("%(a)s is run by %(b)s"),
            "owned_by": _("%(a)s belongs to %(b)s"),
            "uses": _("%(a)s uses %(b)s"),
            "organises": _("%(a)s organises people at %(b)s"),
        }
        return filled(patterns[link.relation], a=self.name(link.subject), b=other)

    def code(self, code: str) -> str:
        """A practice, condition of pay or gap by its label."""
        for vocabulary in ("practice", "pay_condition", "gap"):
            if code in words.TERMS[vocabulary]:
                return words.label(vocabulary, code)
        return code

    def sources(self) -> tuple[Numbered, ...]:
        """Every source that was named, by its number."""
        found = []
        for id, number in self.numbers.items():
            s = self._sources[id]
            about = [
                s.authors.replace("|", ", "),
                s.publisher,
                words.date_words(s.date),
                words.label("source_kind", s.kind),
            ]
            about += [words.label("source_quality", s.quality)] if s.quality != "original" else []
            about += [words.label("source_seen", s.seen)] if s.seen != "yes" else []
            found.append(
                Numbered(number, s.id, words.source_title(s), ", ".join(filter(None, about)), s.url, s.language)
            )
        return tuple(found)

    # -- findings ------------------------------------------------------------------------------------------------------

    def finding_lines(self, findings: Sequence[Finding], most: int = 0) -> tuple[Runs, ...]:
        """Findings in short, a line for each practice or condition: at whom, how well supported, who says so."""
        lines = []
        for code in dict.fromkeys(f.code for f in findings):
            own = [f for f in findings if f.code == code]
            count = ngettext("%(num)s report", "%(num)s reports", len(own))
            grades = sorted({f.grade for f in own})
            best = self.grade(grades[0])
            lines.append(
                run(
                    Run(words.first_up(self.code(code)), bold=True),
                    ": ",
                    self.names(dict.fromkeys(f.employer for f in own)),
                    f" ({count}, {best}) ",
                    self.cites(s for f in own for s in f.sources),
                )
            )
        if most and len(lines) > most:
            rest = len(lines) - most
            return (*lines[:most], run(ngettext("and %(num)s more", "and %(num)s more", rest)))
        return tuple(lines)

    def count_words(self, findings: Iterable[Finding], wages: Iterable[Shown] = ()) -> str:
        """How many reports of which kind. Pay reports, prices of clients and what follows from them are three things."""
        kinds = [f.kind for f in findings]
        prices = [s.claim.basis == "paid_by_client" for s in wages if isinstance(s.claim, Wage)]
        pairs = [
            (_("surveillance"), kinds.count(FindingKind.SURVEILLANCE)),
            (_("conditions"), kinds.count(FindingKind.CONDITIONS)),
            (_("pay reports"), prices.count(False)),
            (_("conditions of pay that follow from them"), kinds.count(FindingKind.PAY)),
            (_("prices of clients"), prices.count(True)),
            (_("good practice"), kinds.count(FindingKind.GOOD_PRACTICE)),
        ]
        return ", ".join(f"{label} {number}" for label, number in pairs if number)

    # -- pay -----------------------------------------------------------------------------------------------------------

    def figure(self, w: Wage) -> str:
        """Pay as it was reported."""
        parts = []
        if w.low is not None and w.high is not None:
            both_ends = f"{words.amount(w.low)}–{words.money(w.high, w.currency)}"
            parts.append(words.money(w.low, w.currency) if w.low == w.high else both_ends)
        elif w.low is not None:
            parts.append(_("at least %(sum)s", sum=words.money(w.low, w.currency)))
        elif w.high is not None:
            parts.append(_("at most %(sum)s", sum=words.money(w.high, w.currency)))
        if w.mean is not None:
            parts.append(_("mean %(sum)s", sum=words.money(w.mean, w.currency)))
        if w.median is not None:
            parts.append(_("median %(sum)s", sum=words.money(w.median, w.currency)))
        return f"{', '.join(parts)} {words.label('unit', w.unit)}"

    def against(self, found: BriefAgainst) -> tuple[Runs, ...]:
        """The distance from benchmarks of one kind, or why there is none."""
        if found.state is PayState.NO_EFFECTIVE_MINIMUM:
            return (run(_("no effective legal minimum: nothing to compare with, which does not speak for the firm")),)
        if not found.gaps:
            reasons = [_(_SHORT[said.code]) for said in found.reasons if said.code in _SHORT]
            return (run(_("not comparable: %(why)s", why="; ".join(dict.fromkeys(reasons)) or "…")),)
        lines = [self._gap(gap) for gap in found.gaps[:MOST_BENCHMARKS]]
        if len(found.gaps) > MOST_BENCHMARKS:
            rest = len(found.gaps) - MOST_BENCHMARKS
            lines.append(run(ngettext("%(num)s more benchmark", "%(num)s more benchmarks", rest)))
        return tuple(lines)

    def _gap(self, gap: BriefGap) -> Runs:
        verdict = _(_VERDICTS[gap.verdict]) if gap.verdict else _("no verdict")
        spans = "; ".join(map(_distance, gap.spans))
        unpaid = _("with unpaid hours:") if gap.unpaid_counted else ""
        b = gap.benchmark
        about = b.scope if b.place in b.scope else f"{b.place}, {b.scope}"
        time = b.start[:4] or b.end[:4]
        more = f" ({b.method}{', ' if time else ''}{time})" if b.kind == "living" else f" ({time})" if time else ""
        return run(
            Run(f"{unpaid} {verdict}" if unpaid else words.first_up(verdict), bold=True),
            f": {spans}, ",
            Run(f"{textwrap.shorten(about, _LONGEST_PLACE, placeholder='…')}{more}", english=True),
            " ",
            self.cites(b.sources),
        )


def filled(pattern: str, **parts: Run | Runs) -> Runs:
    """Fill runs into a pattern with %(name)s in it."""
    found: list[Run] = []
    rest = pattern
    while rest:
        starts = [(rest.index(f"%({name})s"), name) for name in parts if f"%({name})s" in rest]
        if not starts:
            break
        at, name = min(starts)
        found += [*run(rest[:at]), *run(parts[name])]
        rest = rest[at + len(name) + 4 :]
    return run(found, rest)


def _distance(span: Span) -> str:
    match span.low, span.high:
        case None, high:
            return _("at most %(sum)s", sum=_percent(high))
        case low, None:
            return _("at least %(sum)s", sum=_percent(low))
        case low, high:
            return _percent(low) if low == high else _("%(low)s to %(high)s", low=_percent(low), high=_percent(high))
    return ""


def _percent(number: Decimal | None) -> str:
    assert number is not None, "an end of a span that is given"
    whole = (number * 100).quantize(Decimal(1))
    sign = "+" if whole > 0 else "−" if whole < 0 else "±"
    return f"{sign}{abs(whole)}\N{NO-BREAK SPACE}%"


def is_counted(shown: Shown) -> bool:
    """Whether a practice report is no denial."""
    return isinstance(shown.claim, PracticeReport) and "denied" not in shown.states
