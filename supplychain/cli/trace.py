"""supplychain trace and supplychain path: the labour behind a product, and how two parties are joined."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from supplychain.cli.asking import as_of as as_of_option
from supplychain.cli.asking import asked
from supplychain.cli.output import answers, write
from supplychain.cli.session import Session, pass_session
from supplychain.domain.vocabulary import EMPLOYER_KINDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from supplychain.domain.path_answers import Neighbour
    from supplychain.domain.reverse import ReverseTrace
    from supplychain.domain.standing import Shown
    from supplychain.domain.trace_answer import Employer, Trace, Vendor


@click.command()
@click.argument("tool")
@asked
@answers
@pass_session
def trace(
    session: Session, tool: str, as_of: int | None, on: str | None, min_grade: str, depth: int, json: bool, csv: bool
) -> None:
    """Show the labour behind TOOL, by its id; of an organisation, its products and what stands on it."""
    from supplychain.domain.evidence import Grade
    from supplychain.domain.reach import Asked
    from supplychain.domain.trace_answer import Trace
    from supplychain.services.trace import trace_tool

    with session.view(as_of) as view:
        answer = trace_tool(view, tool, Asked(on=on or "", min_grade=Grade(min_grade), depth=depth))
    if json or csv:
        write(answer, json, csv)
        return
    lines = _trace_text(answer) if isinstance(answer, Trace) else _neighbour_text(answer)
    click.echo("\n".join(lines))


def _trace_text(answer: Trace) -> Iterator[str]:
    summary = answer.summary
    yield f"{answer.tool.name} ({answer.tool.id}), {answer.tool.kind}; revision {answer.revision} of {answer.recorded_on}"
    products = [p.entity.name for p in answer.products if p.distance]
    if products:
        yield f"Built on: {', '.join(products)}"
    offering = [v.entity.name for v in answer.vendors if answer.tool.id in v.offers]
    yield f"Offered by: {', '.join(offering) or 'not known here'}"
    yield ""
    behind = f"{summary.named_behind} named for what it is built on, " if summary.named_behind else ""
    rest = f"{summary.all_products} said to be for all products, {summary.possible} possible"
    yield f"Employers: {summary.named} named for it, {behind}{rest}"
    for employer in answer.employers:
        yield from _employer_text(employer, answer)
    for vendor in answer.vendors:
        if reports := list(_reports_text(vendor, answer)):
            yield from ("", f"At {vendor.entity.name} itself:", *reports)
    if answer.left_out:
        yield from ("", "Left out:", *(f"  {omission.words}" for omission in answer.left_out))
    if answer.gaps:
        yield from ("", "Not known:", *(f"  {gap.words}" for gap in answer.gaps))
    yield from ("", f"{summary.claims} claims from {summary.sources} sources; --json shows every one.")


def _employer_text(employer: Employer, answer: Trace) -> Iterator[str]:
    place = f", work in {', '.join(employer.countries)}" if employer.countries else ""
    states = f" [{', '.join(employer.states)}]" if employer.states else ""
    yield f"  {employer.entity.name} ({employer.entity.id}): {employer.strength}, grade {employer.grade}{place}{states}"
    if employer.behind and employer.behind != (answer.tool.id,):
        yield f"    behind {', '.join(answer.names[i] for i in employer.behind)}, on which it is built"
    yield f"    by {' > '.join(employer.path)}"
    if employer.other_links:
        also = f" [{', '.join(employer.other_states)}]" if employer.other_states else ""
        yield f"    also {', '.join(employer.other_links)}{also}"
    if employer.not_then:
        yield f"    its dates speak against it at {answer.on}: {', '.join(employer.not_then)}"
    yield from _reports_text(employer, answer)


def _reports_text(party: Employer | Vendor, answer: Trace) -> Iterator[str]:
    """Pay, practices and responses at an employer, or at a vendor whose own people do the work."""
    for split, price, pay in ((party.wages, "the client's price", "pay"), (party.practices, "", "")):
        for place, found in (("this product", split.this_tool), ("at the employer", split.at_employer)):
            for shown in found:
                is_price = getattr(shown.claim, "basis", "") == "paid_by_client"
                what = getattr(shown.claim, "practice", "") or (price if is_price else pay)
                states = f" [{', '.join(shown.states)}]" if shown.states else ""
                said = f"{shown.claim.description} ({shown.claim.id})"
                yield f"    {place}: {what}, grade {shown.evidence.grade}{states}: {said}"
                yield from _compared(shown)
        if split.other_clients:
            yield f"    for other products or clients: {len(split.other_clients)} reports more, in --json"
    yield from _own_pay_text(party)
    for id, reply in {reply.response.id: reply for reply in party.responses}.items():
        who = answer.names[reply.response.respondent]
        yield f"    {who} {reply.target.stance}: {reply.response.description} ({id})"


def _own_pay_text(party: Employer | Vendor) -> Iterator[str]:
    """Pay that workers reported to us, in groups, and what of it is held back."""
    from supplychain.cli.pay_text import own_pay_lines

    yield from (f"    {line}" for line in own_pay_lines(party.cells, party.held_back))


def _compared(shown: Shown) -> Iterator[str]:
    """Pay an hour in dollars and its distance from the benchmarks without doubt, where they could be worked out."""
    from supplychain.cli.pay_text import brief_line

    line = brief_line(shown.pay) if shown.pay else ""
    if line:
        yield f"      {line}; the working: supplychain pay {shown.claim.id}"


def _neighbour_text(answer: Neighbour) -> Iterator[str]:
    yield f"{answer.entity.name} ({answer.entity.id}) is no tool, but: {answer.entity.kind}."
    if answer.offers:
        yield from ("", "It offers, and each has a trace:", *(f"  {p.name} ({p.id})" for p in answer.offers))
    if answer.uses:
        yield from ("", "It uses:", *(f"  {p.name} ({p.id})" for p in answer.uses))
    if answer.buys:
        yield from ("", "Has data work done by:")
        for shown in answer.buys:
            object = getattr(shown.claim, "object", None)
            who = f"{answer.names[object]} ({object})" if object else "a firm that is not named"
            states = f" [{', '.join(shown.states)}]" if shown.states else ""
            yield f"  {who}: {shown.claim.id}, grade {shown.evidence.grade}{states}"
    if answer.stands_on_it.products or answer.stands_on_it.buyers or answer.entity.kind in EMPLOYER_KINDS:
        yield from _reverse_text(answer.stands_on_it)


def _reverse_text(found: ReverseTrace) -> Iterator[str]:
    yield ""
    if not found.products and not found.buyers:
        yield "Nothing is known here that stands on it."
        return
    yield f"Stand on it: {len(found.products)} products, {len(found.buyers)} organisations"
    for product in found.products:
        yield f"  {product.entity.name} ({product.entity.id}): {product.strength}, grade {product.grade}"
    for buyer in found.buyers:
        yield f"  {buyer.entity.name} ({buyer.entity.id}): buys, tier {buyer.tier}, grade {buyer.grade}"


@click.command()
@click.argument("left")
@click.argument("right")
@as_of_option
@answers
@pass_session
def path(session: Session, left: str, right: str, as_of: int | None, json: bool, csv: bool) -> None:
    """Show the shortest ways between two parties, LEFT and RIGHT, by their ids."""
    from supplychain.services.browse import find_paths

    with session.view(as_of) as view:
        answer = find_paths(view, left, right)
    if json or csv:
        write(answer, json, csv)
        return
    if not answer.ways:
        click.echo(f"No way between {answer.left.name} and {answer.right.name} is known here.")
    for number, way in enumerate(answer.ways, 1):
        click.echo(f"{number}. {answer.left.name}")
        for step in way:
            relation = getattr(step.shown.claim, "relation", "")
            arrow = f"-- {relation} ->" if step.forward else f"<- {relation} --"
            click.echo(f"   {arrow} {step.target.name} ({step.shown.claim.id}, grade {step.shown.evidence.grade})")
