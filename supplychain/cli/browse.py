"""supplychain search and supplychain show: find an entity, and look at an entity, a claim, a source or a reference row."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from supplychain.cli.asking import as_of as as_of_option
from supplychain.cli.output import answers, write
from supplychain.cli.session import Session, pass_session
from supplychain.domain.vocabulary import ENTITY_KINDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from supplychain.domain.browse import ClaimAnswer, EntityAnswer, Merged, SourceAnswer
    from supplychain.domain.reference_answers import ReferenceRowAnswer
    from supplychain.store.database import View


@click.command()
@click.argument("query")
@click.option("--kind", type=click.Choice(list(ENTITY_KINDS)), help="Only of this kind.")
@as_of_option
@answers
@pass_session
def search(session: Session, query: str, kind: str | None, as_of: int | None, json: bool, csv: bool) -> None:
    """Find entities by any name. Exits with 1 when nothing fits."""
    from supplychain.services.browse import search as find

    with session.view(as_of) as view:
        answer = find(view, query, kind or "")
    if json or csv:
        write(answer, json, csv)
    for hit in () if json or csv else answer.hits:
        also = f", as “{hit.matched}”" if hit.matched not in (hit.entity.name, hit.entity.id) else ""
        click.echo(f"{hit.entity.id}: {hit.entity.name}, {hit.entity.kind}{also}; {hit.claims} claims")
    if not answer.hits:
        close = ", ".join(f"{p.id} ({p.name})" for p in answer.near)
        session.say(f"Nothing fits {query!r}." + (f" Similar: {close}." if close else ""))
        raise click.exceptions.Exit(1)


@click.command()
@click.argument("id")
@as_of_option
@answers
@pass_session
def show(session: Session, id: str, as_of: int | None, json: bool, csv: bool) -> None:
    """Show the entity, the claim, the source or the reference row with this ID."""
    with session.view(as_of) as view:
        answer = _find(view, id)
    if json or csv:
        write(answer, json, csv)
        return
    click.echo(_title(answer))
    for row in answer.table():
        states = f" [{', '.join(row.states)}]" if row.states else ""
        click.echo(f"  {row.id}: {row.what}, grade {row.grade}{states}")
        click.echo(f"    {row.description}")
        if row.note:
            click.echo(f"    Note: {row.note}")
        click.echo(f"    Sources: {', '.join(row.sources)}")
    if own := list(_own_pay(answer)):
        click.echo("\n".join(own))


def _own_pay(answer: EntityAnswer | ClaimAnswer | SourceAnswer | ReferenceRowAnswer) -> Iterator[str]:
    from supplychain.cli.pay_text import own_pay_lines
    from supplychain.domain.browse import EntityAnswer

    if isinstance(answer, EntityAnswer):
        yield from (f"  {line}" for line in own_pay_lines(answer.cells, answer.held_back))


def _find(view: View, id: str) -> EntityAnswer | ClaimAnswer | SourceAnswer | ReferenceRowAnswer:
    """Look in claims, then sources, reference rows, then entities: only entities have near names to offer."""
    from supplychain.domain.reach import Asked
    from supplychain.services.browse import show_claim, show_entity, show_source
    from supplychain.services.reference import show_row

    snapshot = view.snapshot()
    if id in snapshot.claims:
        return show_claim(view, id)
    if id in snapshot.sources and id not in snapshot.entities:
        return show_source(view, id)
    if id in snapshot.reference.rows and id not in snapshot.entities:
        return show_row(view, id)
    return show_entity(view, id, Asked())


def _merged(merged: Merged | None) -> str:
    """Say that the id asked for leads to another, and why."""
    if merged is None:
        return ""
    return f"{merged.id} ({merged.name}) was judged to be the same as what follows: {' '.join(merged.reasons)}\n"


def _title(answer: EntityAnswer | ClaimAnswer | SourceAnswer | ReferenceRowAnswer) -> str:
    from supplychain.cli.reference import title_of
    from supplychain.domain.browse import EntityAnswer, SourceAnswer
    from supplychain.domain.reference_answers import ReferenceRowAnswer

    match answer:
        case EntityAnswer():
            aliases = ", ".join(name.name for name in answer.entity.names)
            also = f"; also {aliases}" if aliases else ""
            title = (
                f"{answer.entity.name} ({answer.entity.id}), {answer.entity.kind}{also}\n{answer.entity.description}"
            )
            return f"{_merged(answer.merged)}{title}"
        case SourceAnswer():
            s = answer.source
            rows = f"\n{len(answer.reference)} reference rows were taken from it" if answer.reference else ""
            return (
                f"{s.title} ({s.id}), {s.publisher or 'publisher not recorded'}, {s.date or 'no date'}\n{s.url}{rows}"
            )
        case ReferenceRowAnswer():
            return title_of(answer)
        case _:
            return "Claim"
