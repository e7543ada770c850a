"""Nothing of a worker's own report stands in any face, and nothing can be computed from what all of them say over time."""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from supplychain.cli import main
from supplychain.domain.pay_gate import OwnReport
from supplychain.domain.records import Wage
from supplychain.services.overview import list_contents
from supplychain.services.packages import export_package, import_package
from supplychain.services.release import release_pay
from supplychain.store.database import Store
from supplychain.web.app import create_app
from tests import factories as f
from tests.disclosure import attack, people
from tests.own_pay import MARK, report
from tests.web.addresses import MACHINES, PAGES, faces
from tests.web.conftest import settings_for

QUARTERS = [date(2024, 7, 15), date(2024, 10, 15), date(2025, 1, 15)]
RECEIVED = [date(2024, 1, 10), date(2024, 6, 10), date(2024, 9, 10)]
"""When what each quarter releases came in at the latest."""
PUBLIC = (
    f.source(),
    f.source("another", publisher="Another"),
    f.entity("chatgpt"),
    f.entity("openai", "vendor"),
    f.entity("sama", "outsourcer"),
    f.entity("majorel", "outsourcer"),
    f.link("l-1", "chatgpt", "provided_by", "openai", "chatgpt"),
    f.link("l-2", "openai", "data_work_by", "sama", "chatgpt", countries=("KE",)),
    f.link("l-3", "openai", "data_work_by", "majorel", "chatgpt", countries=("KE",)),
    f.wage("w-1", "sama", countries=("KE",), start="2023"),
    f.wage("w-2", "majorel", countries=("KE",), start="2023", citations=f.cite("another")),
    f.practice("p-1", "sama", countries=("KE",)),
)
OWN = ("cells", "held_back")
Reports = list[tuple[Wage, OwnReport]]


class World:
    """A site with its database, in which time goes by."""

    def __init__(self, url: str, folder: Path) -> None:
        self.url, self.folder = url, folder
        self.store = Store(url)
        self.client: FlaskClient = create_app(settings_for(url, folder), self.store).test_client()
        self.ever: Reports = []
        with self._writer(datetime(2024, 1, 1, tzinfo=UTC)) as writer:
            writer.put(PUBLIC)

    def _writer(self, now: datetime) -> Any:
        return self.store.writer("editor", "for a test", now, lambda: "00" * 16)

    def receive(self, reports: Reports, gone: tuple[str, ...] = ()) -> None:
        """Take reports in, and let others go."""
        self.ever += reports
        for wage, own in reports:
            with self._writer(datetime(2024, 1, 1, tzinfo=UTC)) as writer:
                writer.put_own(wage, own)
        with self._writer(datetime(2024, 1, 1, tzinfo=UTC)) as writer:
            for id in gone:
                writer.forget_own(id)

    def release(self, day: date) -> None:
        now = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
        release_pay(self.store, None, now, lambda: "00" * 16)

    # -- what everybody can see --------------------------------------------------------------------------------------

    def addresses(self) -> list[str]:
        """Every address of every page: those of the list, and those of everything that is recorded."""
        found = [
            a
            for word, page in PAGES.items()
            for a, _ in faces(word, page.format(claim="w-1", source=f.SOURCE)).values()
        ]
        with self.store.view() as view:
            all_of_it = list_contents(view)
        for word, rule, ids in (
            ("entity", "/entities/{}", all_of_it.entities),
            ("trace", "/tools/{}/trace", all_of_it.entities),
            ("claim", "/claims/{}", all_of_it.claims),
            ("source", "/sources/{}", all_of_it.sources),
            ("country", "/countries/{}", all_of_it.countries),
            ("practice", "/practices/{}", all_of_it.practices),
        ):
            found += [address for id in ids for address, _ in faces(word, rule.format(id)).values()]
        found += [f"{prefix}/search?q={q}" for prefix in ("", "/de", "/api/v1") for q in (MARK[:-1], "sama", "w-")]
        return list(dict.fromkeys([*found, *MACHINES.values()]))

    def pages(self) -> Iterator[tuple[str, str]]:
        """What every address answers, with its headers."""
        for address in self.addresses():
            answer = self.client.get(address)
            assert answer.status_code in (200, 301, 404), (address, answer.text)
            content = answer.data.decode("utf-8", "replace")
            answer.close()
            yield (
                address,
                "\n".join([*(f"{k}: {v}" for k, v in answer.headers if k not in ("Date", "Content-Length")), content]),
            )

    def data(self, as_of: int | None = None) -> dict[str, Any]:
        """Every answer as JSON."""
        found = {}
        for address in self.addresses():
            path, mark, query = address.partition("?")
            if path.endswith(".json") and path.startswith("/api") is False:
                asked = "&".join([*([query] if mark else []), *([f"as_of={as_of}"] if as_of is not None else [])])
                answer = self.client.get(f"{path}?{asked}")
                found[address] = answer.json if answer.status_code == 200 else answer.status_code
        return found

    def export(self) -> dict[str, str]:
        """The package, file by file."""
        target = self.folder / f"export-{len(list(self.folder.iterdir()))}"
        with self.store.view() as view:
            export_package(view, target)
        return {path.name: path.read_text(encoding="utf-8") for path in sorted(target.iterdir())}


@pytest.fixture
def world(new_database: Callable[[str, str], str], tmp_path: Path) -> Iterator[World]:
    """For what does not depend on the database."""
    made = World(new_database("sqlite", "migrated"), tmp_path)
    with closing(made.store):
        yield made


@pytest.fixture
def each_world(migrated_url: str, tmp_path: Path) -> Iterator[World]:
    """On SQLite and on PostgreSQL."""
    made = World(migrated_url, tmp_path)
    with closing(made.store):
        yield made


def without_own(answer: Any) -> Any:
    """An answer without what a release may change: the groups, what is held back, the revision, its day, its line in the log."""
    if isinstance(answer, dict):
        gone = (*OWN, "revision", "recorded_on", "usermeta", "/history.json", "/changes.json?kind=wages")
        return {k: without_own(v) for k, v in answer.items() if k not in gone}
    if isinstance(answer, str):  # a chart names the revision and the address at which it stays
        return re.sub(r"(as_of=|[Rr]evision )[0-9]+( of [0-9]+ \w+ [0-9]{4})?", r"\1", answer)
    return [without_own(item) for item in answer] if isinstance(answer, list) else answer


def own_parts(answer: Any, name: str) -> list[Any]:
    """Everything that stands under a name anywhere in an answer."""
    if isinstance(answer, dict):
        return [*answer.get(name, []), *(x for v in answer.values() for x in own_parts(v, name))]
    return [x for item in answer for x in own_parts(item, name)] if isinstance(answer, list) else []


def exact(amount: int) -> re.Pattern[str]:
    """A figure as it could stand somewhere, by itself."""
    return re.compile(rf"(?<![\d.,:a-f-]){amount // 1000}[,.]?{amount % 1000:03}(?![\da-f])")


AMOUNTS = [1713 + 17 * n for n in range(30)]
"""Figures of four digits, so that none of them is a rounded one."""


def some(first: int, count: int, employer: str, quarter: int = 0) -> Reports:
    return [report(n, AMOUNTS[n], employer, received=RECEIVED[quarter]) for n in range(first, first + count)]


def check_nothing_is_said(text: str, where: str) -> None:
    assert MARK not in text, where
    for amount in AMOUNTS:
        assert not exact(amount).search(text), (where, amount)


# -- one story, all faces ------------------------------------------------------------------------------------------------


def test_no_face_says_anything_of_a_report(each_world: World) -> None:
    """Every address of every page in every form, the machines' addresses, the package: before a release and after it."""
    world = each_world
    world.receive([*some(0, 7, "sama"), *some(10, 3, "majorel")])
    for number, day in enumerate([None, *QUARTERS[:2]]):
        if day is not None:
            world.release(day)
        for address, text in world.pages():
            check_nothing_is_said(text, address)
        for name, text in world.export().items():
            check_nothing_is_said(text, name)
        world.receive(some(20, 5, "sama", 1) if number == 1 else [])


def test_the_command_line_says_nothing_either(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.receive([*some(0, 7, "sama"), *some(10, 3, "majorel")])
    monkeypatch.setenv("SUPPLYCHAIN_DATABASE_URL", world.url)
    id = report(0)[0].id

    def call(*words: str) -> str:
        return CliRunner().invoke(main, list(words)).output

    def read() -> list[str]:
        asked = [
            ("show", "sama"), ("show", "w-1"), ("show", f.SOURCE), ("pay", "sama"), ("pay", "KE"), ("pay", "majorel"),
            ("trace", "chatgpt"), ("trace", "sama"), ("search", "sama"), ("path", "openai", "sama"),
            ("reference", "status"), ("release", "pay", "--on", "2024-07-15"),
        ]  # fmt: skip
        more = [(*words, "--json") for words in asked if words[0] in ("show", "pay", "trace", "release")]
        return [call(*words) for words in (*asked, *more)] + [call("history", "verify", "--json")]

    before = read()
    for text in (*before, *read()):
        check_nothing_is_said(text, text[:80])
    for command in ("show", "pay"):  # an id that is held back is an id that never was
        never = call(command, id.replace("-0", "-9"))
        assert call(command, id) == never.replace(id.replace("-0", "-9"), id)
    said = "Fewer than 5 reports of workers are held back, to protect those who sent them."
    for words in (("pay", "majorel"), ("trace", "chatgpt"), ("trace", "chatgpt", "--csv"), ("show", "majorel")):
        assert said in call(*words), words
    assert said in world.client.get("/tools/chatgpt/trace.csv").text
    assert "Fewer than 5 reports" not in call("show", "sama")
    for words in (("trace", "chatgpt"), ("show", "sama")):
        assert "Reported by 5 to 9 workers themselves, sama, KE, 2023: median 1800 KES" in call(*words), words
    assert "Reported by 5 to 9 workers themselves" in call("pay", "sama")


def test_the_id_of_a_report_is_an_id_that_never_was(world: World) -> None:
    world.receive(some(0, 7, "sama"))
    world.release(QUARTERS[0])
    id, never = report(0)[0].id, f"w-{MARK}-z"
    for prefix, suffix in (("", ""), ("/de", ""), ("", ".json"), ("/api/v1", ""), ("", ".csv")):
        one, other = (world.client.get(f"{prefix}/claims/{x}{suffix}") for x in (id, never))
        assert (one.status_code, one.text.replace(id, never)) == (404, other.text)
    for address in (f"/sources/{MARK}-source", f"/claims/{id}?as_of=1"):
        assert world.client.get(address).status_code == 404


def test_reports_change_no_number_anywhere_and_no_release_but_its_own(world: World) -> None:
    """Totals, counts, lists, revisions, the sitemap, ETags: the same before and after reports come and go."""
    first, package = dict(world.pages()), world.export()
    world.receive([*some(0, 7, "sama"), *some(10, 3, "majorel")])
    assert dict(world.pages()) == first
    plain = without_own(world.data())
    world.release(QUARTERS[0])
    second = dict(world.pages())
    assert without_own(world.data()) == plain
    assert world.export() == package
    world.receive(some(20, 5, "sama", 1), gone=(report(0)[0].id, report(10)[0].id))
    assert dict(world.pages()) == second
    world.release(QUARTERS[0] + timedelta(days=30))  # the same quarter
    assert dict(world.pages()) == second


def test_what_a_reader_has_is_sent_again_after_a_release(world: World) -> None:
    addresses = ("/entities/sama", "/entities/sama.json", "/tools/chatgpt/trace", "/countries/KE.json")
    tags = [world.client.get(a).headers["ETag"] for a in addresses]
    world.receive(some(0, 7, "sama"))
    world.release(QUARTERS[0])
    for address, tag in zip(addresses, tags, strict=True):
        answer = world.client.get(address, headers={"If-None-Match": tag})
        assert (answer.status_code, "as_of=1" in answer.text or tag != answer.headers["ETag"]) == (200, True)
    old = world.client.get("/entities/sama.json?as_of=1").json
    assert (old["cells"], old["held_back"]) == ([], [])


def test_groups_and_what_is_held_back_are_shown_where_they_belong(world: World) -> None:
    world.receive([*some(0, 7, "sama"), *some(10, 3, "majorel")])
    world.release(QUARTERS[0])
    sama, majorel = (world.client.get(f"/entities/{id}.json").json for id in ("sama", "majorel"))
    assert [c["median"] for c in sama["cells"]] == ["1800"]
    assert (sama["held_back"], majorel["cells"]) == ([], [])
    assert majorel["held_back"] == [{"employer": "majorel", "reports": "1-4"}]
    employers = {e["entity"]["id"]: e for e in world.client.get("/tools/chatgpt/trace.json").json["employers"]}
    assert (employers["sama"]["cells"], employers["majorel"]["held_back"]) == (sama["cells"], majorel["held_back"])
    country = world.client.get("/countries/KE.json").json
    assert country["cells"][-1] == sama["cells"][0]
    assert country["held_back"] == majorel["held_back"]
    for address in ("/entities/sama", "/tools/chatgpt/trace", "/countries/KE"):
        assert "median 1,800\N{NO-BREAK SPACE}KES" in world.client.get(address).text, address
        assert "Median 1.800\N{NO-BREAK SPACE}KES" in world.client.get(f"/de{address}").text, address
    for address in ("/entities/majorel", "/tools/chatgpt/trace", "/countries/KE"):
        assert "ewer than 5 reports of workers are held back" in world.client.get(address).text, address
        assert "5 Meldungen von Beschäftigten werden zurückgehalten" in world.client.get(f"/de{address}").text


def test_an_exported_package_comes_back_and_ends_no_report(each_world: World) -> None:
    world = each_world
    world.receive([*some(0, 7, "sama"), *some(10, 3, "majorel")])
    world.release(QUARTERS[0])
    target = world.folder / "package"
    with world.store.view() as view:
        export_package(view, target)
        revision, own = view.revision, view.snapshot().cells
    now = datetime(2024, 8, 1, tzinfo=UTC)
    again = import_package(world.store, target, "editor", "the same again", now, lambda: "00" * 16)
    assert not again.recorded
    wages = (target / "wages.csv").read_text(encoding="utf-8")
    (target / "wages.csv").write_text(wages.replace("w-2,", "w-3,"), encoding="utf-8")
    citations = target / "citations.csv"
    citations.write_text(citations.read_text(encoding="utf-8").replace("w-2,", "w-3,"), encoding="utf-8")
    changed = import_package(world.store, target, "editor", "another report", now, lambda: "00" * 16)
    assert (changed.recorded, changed.revision) == (True, revision + 1)
    with world.store.view() as view:
        assert view.snapshot().cells == own
    with world.store.writer("editor", "look", now, lambda: "00" * 16) as writer:
        assert len(writer.own_reports()) == 10


# -- any story -----------------------------------------------------------------------------------------------------------


@st.composite
def stories(draw: Any) -> list[tuple[Reports, tuple[str, ...]]]:
    """For each quarter: reports that come in, and ids of those that are taken back."""
    found: list[tuple[Reports, tuple[str, ...]]] = []
    there: list[str] = []
    number = 0
    for received in RECEIVED:
        came: Reports = []
        sizes = draw(st.lists(st.tuples(st.sampled_from(["sama", "majorel"]), st.integers(1, 7)), max_size=3))
        for employer, count in sizes:
            unit, work = (
                draw(st.sampled_from(["hour", "hour", "month"])),
                draw(st.sampled_from(["labelling", "moderation"])),
            )
            for _ in range(count):
                person = draw(st.integers(0, 20))
                changes = {"unit": unit, "work_types": (f"{MARK} {work}",), "submitter": f"{MARK}-person-{person}"}
                came.append(report(number, 1713 + 17 * number, employer, received=received, **changes))
                number += 1
        gone = draw(st.lists(st.sampled_from(there), max_size=2, unique=True)) if there else []
        there = [id for id in there if id not in gone] + [wage.id for wage, _ in came]
        found.append((came, tuple(gone)))
    return found


@settings(max_examples=5, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(story=stories())
def test_nothing_can_be_computed_from_all_that_was_ever_shown(
    new_database: Callable[[str, str], str], kind: str, tmp_path: Path, story: list[tuple[Reports, tuple[str, ...]]]
) -> None:
    folder = tmp_path / f"story-{len(list(tmp_path.iterdir()))}"
    folder.mkdir()
    world = World(new_database(kind, "migrated"), folder)
    with closing(world.store):
        _live_through(world, story)


def _live_through(world: World, story: list[tuple[Reports, tuple[str, ...]]]) -> None:
    now, package = world.data(), world.export()
    plain = without_own(now)
    seen: dict[int, dict[str, Any]] = {1: now}
    for day, (came, gone) in zip(QUARTERS, story, strict=True):
        world.receive(came, gone)
        assert world.data() == now
        world.release(day)
        now = world.data()
        assert without_own(now) == plain  # no count, no list and no total moves
        check_marks(now)
        seen[now["/entities.json?kind=outsourcer"]["revision"]] = now
    assert world.export() == package
    for revision, answers in seen.items():  # what was shown then is what is shown of then
        assert world.data(as_of=revision) == answers
    cells = {json.dumps(c, sort_keys=True) for answers in seen.values() for c in own_parts(answers, "cells")}
    with world.store.writer("editor", "look", datetime(2025, 2, 1, tzinfo=UTC), lambda: "00" * 16) as writer:
        releases = writer.released_pay().releases
    known = {json.dumps(r.cell.model_dump(mode="json"), sort_keys=True): r.members for r in releases}
    assert cells == set(known)
    attack([r.members for r in releases], people(*world.ever))


def check_marks(answers: Any) -> None:
    """No mark, no exact figure, no number of people but as a class, and none below five behind a figure."""
    assert MARK not in json.dumps(answers)
    for cell in own_parts(answers, "cells"):
        assert cell["submitters"] in ("5-9", "10-24", "25-49", "50+")
        for name in ("median", "band_low", "band_high"):
            assert cell[name] is None or len(cell[name].rstrip("0")) <= 2
    for held in own_parts(answers, "held_back"):
        assert set(held) == {"employer", "reports"}
        assert held["reports"] in ("1-4", "5-9", "10-24", "25-49", "50+")
