"""An outsider with the exported package alone reaches the same employers and the same grades as the product."""

import csv
from pathlib import Path

import pytest

from supplychain.domain.reach import RANK, strength_of, walk
from supplychain.domain.standing import show
from supplychain.domain.vocabulary import PRACTICE_GROUP, PRODUCTS
from supplychain.services.packages import export_package
from supplychain.store.database import Store
from tests.judge import judge


def rows(folder: Path, table: str) -> list[dict[str, str]]:
    """Read a table with nothing but the standard library."""
    with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def exported(seeded_sqlite_url: str, tmp_path: Path) -> Path:
    """The seeds as somebody else gets them."""
    store = Store(seeded_sqlite_url)
    with store.view() as view:
        export_package(view, tmp_path / "package")
    store.close()
    return tmp_path / "package"


def test_same_employers_with_the_same_strengths(seeded_sqlite_url: str, exported: Path) -> None:
    store = Store(seeded_sqlite_url)
    with store.view() as view:
        snapshot = view.snapshot()
    store.close()
    links = rows(exported, "links")
    tools = [r["id"] for r in rows(exported, "entities") if r["kind"] in PRODUCTS]
    reached = 0
    for tool in tools:
        ours = {id: RANK[strength_of(path)] for id, path in walk(snapshot, tool).employers.items()}
        assert ours == judge(links, tool), tool
        reached += len(ours)
    assert len(tools) > 100
    assert reached > 300


def outsiders_grade(
    claim: dict[str, str], kind: str, sources: list[dict[str, str]], by_id: dict[str, dict[str, str]]
) -> str:
    """The published rule, written a second time from its words."""

    def origins(id: str, seen: frozenset[str] = frozenset()) -> set[str]:
        own = [o for o in by_id[id]["origin_of"].split("|") if o] if id in by_id else []
        if id in seen or not own:
            return {id}
        return set().union(*(origins(o, seen | {id}) for o in own))

    def publishers(root: str) -> str:
        name = root.removeprefix("copy:") if root not in by_id else by_id[root]["publisher"]
        return " ".join(name.casefold().split())

    favourable = kind == "wages"
    if kind == "practices":
        good = PRACTICE_GROUP[claim["practice"]] == "good_practice"
        favourable = good if claim["stance"] == "reported" else not good
    own = claim["asserted_by"] in ("firm_itself", "client")
    voices: list[tuple[set[str], int]] = []
    for source in sources:
        who = claim["asserted_by"]
        if source["kind"] == "reference" or source["quality"] != "original" or source["seen"] != "yes":
            worth = 1
        elif (source["kind"], who) in (("court_record", "court_finding"), ("regulator", "regulator")):
            worth = 4
        elif who == "firm_itself" and favourable:
            worth = 0
        elif source["kind"] == "company_statement":
            worth = 3 if own and not favourable else 1
        elif who == "reporter_saw" or (source["kind"] in ("study", "dataset") and who == "researcher"):
            worth = 3
        else:
            worth = 2
        marks = origins(source["id"])
        marks |= {f"publisher {publishers(m)}" for m in marks if publishers(m)}
        for other in [v for v in voices if v[0] & marks]:
            voices.remove(other)
            marks, worth = marks | other[0], max(worth, other[1])
        voices.append((marks, worth))
    worths = sorted((w for _, w in voices if w), reverse=True)
    if 4 in worths or (len(worths) > 1 and worths[0] == 3):
        grade = "A"
    elif worths[:1] == [3] or worths[:2] == [2, 2]:
        grade = "B"
    elif worths[:1] == [2] or worths[:2] == [1, 1]:
        grade = "C"
    else:
        grade = "D"
    return max(grade, "C") if claim.get("stance") == "inferred" else grade


def test_same_grade_for_every_claim(seeded_sqlite_url: str, exported: Path) -> None:
    store = Store(seeded_sqlite_url)
    with store.view() as view:
        snapshot = view.snapshot()
    store.close()
    by_id = {r["id"]: r for r in rows(exported, "sources")}
    cited: dict[str, set[str]] = {}
    for row in rows(exported, "citations"):
        if row["stance"] == "supports":
            cited.setdefault(row["claim"], set()).add(row["source"])
    seen = set()
    for table in ("links", "wages", "practices", "figures", "responses"):
        for claim in rows(exported, table):
            sources = [by_id[s] for s in sorted(cited[claim["id"]])]
            grade = show(snapshot.claims[claim["id"]], snapshot).evidence.grade
            assert grade == outsiders_grade(claim, table, sources, by_id), claim["id"]
            seen.add(grade)
    assert seen == {"A", "B", "C", "D"}
