"""supplychain pay: pay made comparable with its working."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from supplychain.cli.asking import as_of as as_of_option
from supplychain.cli.output import answers, write
from supplychain.cli.session import Session, pass_session

if TYPE_CHECKING:
    from collections.abc import Iterator

    from supplychain.domain.pay_answers import PayAnswer


@click.command()
@click.argument("id", metavar="EMPLOYER|COUNTRY|CLAIM")
@click.option("--prices-of", type=int, metavar="YEAR", help="Carry pay to the consumer prices of this year, too.")
@as_of_option
@answers
@pass_session
def pay(session: Session, id: str, prices_of: int | None, as_of: int | None, json: bool, csv: bool) -> None:
    """Show the pay reported at an employer, in a country (such as KE) or by one claim, made comparable.

    Of one claim every number comes with its working.
    """
    from supplychain.services.pay import pay_of

    with session.view(as_of) as view:
        answer = pay_of(view, id, prices_of)
    if json or csv:
        write(answer, json, csv)
        return
    click.echo("\n".join(_text(answer)))


def _text(answer: PayAnswer) -> Iterator[str]:
    from supplychain.cli.pay_text import pay_lines
    from supplychain.domain.pay_answers import ClaimPay, CountryPay, EmployerPay

    match answer:
        case EmployerPay():
            title = f"Pay at {answer.employer.name} ({answer.employer.id})"
        case CountryPay():
            title = f"Pay in {answer.country}"
        case _:
            title = "Pay"
    yield f"{title}; revision {answer.revision} of {answer.recorded_on}"
    if not answer.reports:
        yield "No pay report is recorded."
    one = isinstance(answer, ClaimPay)
    yield from pay_lines(answer, working=one)
    if answer.reports and not one:
        yield f"The working: supplychain pay {answer.reports[0].shown.claim.id}, and so for each report; --json has all."
