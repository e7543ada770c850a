"""supplychain changes: what was recorded, changed, withdrawn or redacted since a revision."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from supplychain.cli.asking import as_of as as_of_option
from supplychain.cli.history import changes_text
from supplychain.cli.output import answers, write
from supplychain.cli.session import Session, pass_session

if TYPE_CHECKING:
    from collections.abc import Iterator

    from supplychain.domain.change_answers import ChangesAnswer


@click.command()
@click.option(
    "--since", metavar="REV", default="", help="A revision, or the “next” of an answer; else the newest but one."
)
@click.option("--limit", type=click.IntRange(1, 1000), default=100, help="Changes in one answer.")
@click.option("--entity", metavar="ID", default="", help="Only what is about one party or product.")
@click.option("--trace", metavar="TOOL", default="", help="Only what belongs to the chain behind one product.")
@click.option("--kind", metavar="TABLE", default="", help="Only one table of the data package.")
@as_of_option
@answers
@pass_session
def changes(
    session: Session,
    since: str,
    limit: int,
    entity: str,
    trace: str,
    kind: str,
    as_of: int | None,
    json: bool,
    csv: bool,
) -> None:
    """List what changed since revision REV, oldest first. As JSON it is enough to bring a copy of the package up to date."""
    from supplychain.domain.watch import Watch, WatchKind
    from supplychain.services.changes import EVERYTHING, list_changes

    if entity and trace:
        raise click.UsageError("--entity and --trace exclude each other.")
    watch = Watch(kind=WatchKind.TRACE if trace else WatchKind.ENTITIES, ids=(entity or trace,))
    with session.view(as_of) as view:
        answer = list_changes(view, since, watch if entity or trace else EVERYTHING, kind, limit)
    if json or csv:
        write(answer, json, csv)
        return
    click.echo("\n".join(_text(answer)))


def _text(answer: ChangesAnswer) -> Iterator[str]:
    noted = {revision.seq: revision for revision in answer.revisions}
    told: set[int] = set()
    for change in answer.changes:
        if change.revision not in told:
            told.add(change.revision)
            yield f"{change.revision}: {change.recorded_at:%Y-%m-%d %H:%M UTC}, {noted[change.revision].summary}"
        yield f"  {change.table} {change.id}: {change.state}"
        if change.hole:
            yield f"    Redacted in revision {change.hole.revision}: {change.hole.reason}"
        if change.state == "changed":
            yield from changes_text(change.changes, "    ")
    more = f"; the first {len(answer.changes)}; go on with --since {answer.next}" if answer.next else ""
    yield f"{answer.total} changes since {answer.since}, up to revision {answer.revision}{more}"
    yield f"Hash of revision {answer.revision}: {answer.hash or 'none'}"
