"""supplychain history: the log of revisions."""

import click


@click.group()
def history() -> None:
    """Look into the log of everything that was ever recorded."""
