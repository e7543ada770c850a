"""supplychain compare: employers side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from supplychain.cli.asking import as_of as as_of_option
from supplychain.cli.output import answers, write
from supplychain.cli.session import Session, pass_session

if TYPE_CHECKING:
    from collections.abc import Iterator

    from supplychain.domain.compare import Compared, CompareRow, Comparison

_MONEYS = ("local", "usd", "eur", "international")


@click.command()
@click.argument("employers", nargs=-1, required=True, metavar="EMPLOYER EMPLOYER...")
@click.option("--money", type=click.Choice(_MONEYS), default="usd", help="Money in which pay is shown.")
@as_of_option
@answers
@pass_session
def compare(session: Session, employers: tuple[str, ...], money: str, as_of: int | None, json: bool, csv: bool) -> None:
    """Show two to six employers (ids or names) side by side. Nothing is averaged or ranked."""
    from supplychain.services.compare import compare as side_by_side

    with session.view(as_of) as view:
        answer = side_by_side(view, employers, money)
    if json or csv:
        write(answer, json, csv)
        return
    click.echo("\n".join(_text(answer)))


def _text(answer: Comparison) -> Iterator[str]:
    yield f"Side by side, in the order asked for; revision {answer.revision} of {answer.recorded_on}"
    rows = answer.table()
    for compared in answer.employers:
        own = [row for row in rows if row.employer == compared.party.id]
        yield ""
        yield from _employer(compared, own)


def _employer(compared: Compared, rows: list[CompareRow]) -> Iterator[str]:
    from supplychain.domain.compare import UNKNOWN

    where = ", ".join(compared.countries) or "countries of work not recorded"
    yield f"{compared.party.name} ({compared.party.id}): {where}"
    for row in rows:
        match row.what:
            case "pay" | "minimum_gap" | "living_gap" | "client_share":
                deeper = "    " if row.what.endswith("_gap") else "  "
                yield f"{deeper}{_TITLES[row.what]}: {_reach(row)} {_about(row)}"
            case "practice":
                grade = f", grade {row.grade}" if row.grade else ""
                yield f"  practice {row.code}: {row.state.replace('_', ' ')}{grade}"
            case "answer":
                yield f"  answer: {row.code.replace('_', ' ')}, {row.start or 'no date'} ({row.claims[0]})"
    for unknown in compared.unknown:
        yield f"  ? {UNKNOWN[unknown]}"


_TITLES = {
    "pay": "pay",
    "minimum_gap": "against a legal minimum wage",
    "living_gap": "against a living wage",
    "client_share": "share of the client's price",
}


def _reach(row: CompareRow) -> str:
    if row.low is None and row.high is None:
        return f"{row.state.replace('_', ' ')} ({', '.join(row.codes)})"
    unit = f" {row.currency.replace('_', ' ')} for one {row.unit}" if row.currency else ""
    low, high = (None if end is None else _number(row, end) for end in (row.low, row.high))
    if low is None or high is None:
        return f"at least {low}{unit}" if low is not None else f"up to {high}{unit}"
    return f"{low}{unit}" if low == high else f"{low} to {high}{unit}"


def _number(row: CompareRow, end: object) -> str:
    from decimal import Decimal

    assert isinstance(end, Decimal), "ends are numbers"
    if row.what == "pay":
        return f"{end:f}"
    percent = (end * 100).quantize(Decimal("0.01"))
    return f"{percent:f} %" if row.what == "client_share" else f"{percent:+f} %"


def _about(row: CompareRow) -> str:
    if row.what == "pay":
        told = [row.claims[0], ", ".join(map(str, row.years)) or "year not recorded"]
    elif row.what == "client_share":
        told = list(row.claims)
    else:
        told = [row.method, row.code.partition("|")[0]]
    return f"[{'; '.join(filter(None, [*told, 'unpaid hours counted' if row.unpaid_counted else '']))}]"
