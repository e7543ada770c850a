"""States are kept and made of what was read before; nobody can tell, except by the time that it takes."""

import shutil
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from supplychain.domain.snapshot import Snapshot
from supplychain.store.database import Store
from tests import factories as f
from tests.store.conftest import WORLD, Recorder


class GivenUpError(Exception):
    """A block that ends badly."""


def state(store: Store, as_of: int | None = None) -> Snapshot:
    with store.view(as_of) as view:
        return view.snapshot()


def read_anew(store: Store, as_of: int | None = None) -> Snapshot:
    with closing(Store(store.url.render_as_string(hide_password=False))) as other:
        return state(other, as_of)


def give_up(record: Recorder) -> None:
    with record.writer() as writer:
        writer.put([f.entity("never", name="Never")])
        assert writer.snapshot().entities["never"].name == "Never"
        raise GivenUpError


def test_it_is_what_somebody_else_reads(store: Store, record: Recorder) -> None:
    """After every step: what was recorded, changed, given up, ended, redacted."""
    record(*WORLD)
    first = state(store)
    assert first == read_anew(store)
    record(f.entity("sora"), f.entity("chatgpt", name="ChatGPT!"))
    second = state(store)
    assert second == read_anew(store)
    assert second.entities["openai"] is first.entities["openai"], "what did not change is not read again"
    assert second.entities["chatgpt"].name == "ChatGPT!"

    with pytest.raises(GivenUpError):
        give_up(record)
    record(f.entity("other", name="Other"))  # takes the row that was given up
    third = state(store)
    assert set(third.entities) - set(second.entities) == {"other"}
    assert third == read_anew(store)

    with store.view() as view:
        row = view.entity_history("sora")[0].row
    with record.writer() as writer:
        writer.redact("entity_version", row, "names a person")
    assert state(store) == read_anew(store)
    for revision in range(5):
        assert state(store, revision) == read_anew(store, revision), revision


def test_a_backup_put_in_its_place(new_database: Callable[[str, str], str], tmp_path: Path) -> None:
    url = new_database("sqlite", "migrated")
    file = Path(url.removeprefix("sqlite:///"))
    with closing(Store(url)) as store:
        record = Recorder(store)
        record(*WORLD)
        store.close()
        shutil.copy(file, tmp_path / "backup.db")
        record(f.entity("chatgpt", name="Before"))
        record(f.entity("sora"))
        assert state(store).entities["chatgpt"].name == "Before"
        store.close()
        shutil.copy(tmp_path / "backup.db", file)
        with closing(Store(url)) as other:
            again = Recorder(other)
            again(f.entity("chatgpt", name="After"), summary="another history")
            again(f.entity("veo"))
        assert state(store).entities["chatgpt"].name == "After"
        assert state(store) == read_anew(store)
