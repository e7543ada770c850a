"""Counts and starting points follow the records, and nothing else."""

from supplychain.domain import vocabulary as v
from supplychain.domain.overview import contents, country_list, fingerprint, merged, overview, practice_list
from tests import factories as f

WORLD = (
    f.entity("chatgpt"),
    f.entity("unused"),
    f.entity("openai", "vendor"),
    f.entity("open-ai", "vendor"),
    f.entity("sama", "outsourcer"),
    f.same("open-ai", "openai"),
    f.link("l-by", "chatgpt", "provided_by", "openai", "chatgpt"),
    f.link("l-sama", "openai", "data_work_by", "sama", "chatgpt", countries=("KE",)),
    f.wage("w-1", "sama", countries=("KE", "UG")),
    f.wage("w-gone", "sama", countries=("IN",), withdrawn_reason="it was wrong"),
    f.practice("p-1", "sama", countries=("KE",)),
    f.practice("p-2", "sama", stance="denied"),
)


def test_the_overview_counts_what_stands():
    found = overview(f.snapshot(*WORLD))
    assert (found.entities, found.claims, found.withdrawn, found.sources, found.countries) == (4, 5, 1, 1, 2)
    assert found.entity_counts["tool"] == 2
    assert sum(found.entity_counts.values()) == found.entities
    assert sum(found.claim_counts.values()) == found.claims
    assert sum(found.source_counts.values()) == sum(found.seen_counts.values()) == found.sources
    assert found.most_countries == ("KE", "UG")
    assert found.most_practices == ("screenshots",)


def test_starting_points_are_what_claims_speak_of():
    found = overview(f.snapshot(*WORLD))
    assert [t.id for t in found.tools] == ["chatgpt"]
    assert [e.id for e in found.employers] == ["sama"]
    assert [e.id for e in found.vendors] == ["open-ai"]


def test_an_empty_database_has_an_overview():
    found = overview(f.snapshot())
    assert (found.entities, found.claims, found.countries, found.tools) == (0, 0, 0, ())
    assert {row.count for row in found.table() if row.of != "sources" and row.of != "sources_seen"} == {0}


def test_countries_are_those_of_the_work():
    rows = {row.country: row for row in country_list(f.snapshot(*WORLD)).rows}
    assert list(rows) == ["KE", "UG"]
    assert rows["KE"].model_dump() == {"country": "KE", "employers": 1, "links": 1, "wages": 1, "practices": 1}
    assert rows["UG"].model_dump() == {"country": "UG", "employers": 1, "links": 0, "wages": 1, "practices": 0}


def test_practices_that_nobody_reported_are_listed_too():
    rows = {row.practice: row for row in practice_list(f.snapshot(*WORLD)).rows}
    assert list(rows) == list(v.PRACTICES)
    assert (rows["screenshots"].reports, rows["screenshots"].denials, rows["screenshots"].employers) == (1, 1, 1)
    assert rows["sick_pay"].reports == 0


def test_a_merge_is_explained_where_there_is_one():
    snapshot = f.snapshot(*WORLD)
    found = merged(snapshot, "openai", "open-ai")
    assert found is not None
    assert (found.name, found.reasons) == ("Openai", ("a test says so",))
    assert merged(snapshot, "open-ai", "open-ai") is None
    assert merged(snapshot, "sama", "open-ai") is None
    assert merged(snapshot, "nobody", "open-ai") is None


def test_the_contents_name_each_page_once():
    found = contents(f.snapshot(*WORLD))
    assert found.entities == ("chatgpt", "open-ai", "sama", "unused")
    assert found.products == ("chatgpt", "unused")
    assert "w-gone" in found.claims
    assert found.countries == ("KE", "UG")
    assert found.practices == ("screenshots",)


def test_the_fingerprint_follows_every_record():
    base = fingerprint(f.snapshot(*WORLD))
    assert base == fingerprint(f.snapshot(*reversed(WORLD)))
    changed = [
        f.snapshot(*WORLD, f.wage("w-2", "sama")),
        f.snapshot(*WORLD[:-1]),
        f.snapshot(*WORLD[:5], *WORLD[6:]),
        f.snapshot(f.source(title="another title"), *WORLD),
    ]
    assert len({base, *(fingerprint(s) for s in changed)}) == 5
