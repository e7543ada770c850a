"""The resolver file of nomenklatura: read as its own code reads it.

nomenklatura cannot be installed here (PyICU needs a compiler), so its rules stand here anew, from the source of release 4.17.4:
`resolver/edge.py` (`to_line`, `from_line`: six fields, target and source as `Identifier.pair` orders them),
`resolver/identifier.py` (`weight`: 3 for a Wikidata id, 2 for `NK-`, 1 for others; `pair` refuses two equal ids),
`judgement.py` (the values) and `resolver/resolver.py` (`load`, `get_canonical`: the greatest connected id, if it is canonical;
`user` not NULL, `created_at` of at most 28 characters, compared as text). Public repository opensanctions/nomenklatura,
the same in commits 0101d0dbafecaf217dbb7069d0bf7ba7cde618cb (resolver.py), 1f042701b0fc9e29960ad23ef542392c02385111
(identifier.py) and 15bd90760ef6558e055f857b994bbabefb6ec39e (judgement.py).
"""

import json
import re
from datetime import datetime

import networkx as nx
from hypothesis import given
from hypothesis import strategies as st

from supplychain.domain.identity import Stamped
from supplychain.domain.records import Identifier
from supplychain.formats.resolver import dump_resolver
from tests import factories as f

STAMP = Stamped(2, "2026-11-23T12:00:00Z", "editor")


def weight(id: str) -> tuple[int, str]:
    """How nomenklatura orders ids."""
    return (2 if id.startswith("NK-") else 3 if re.fullmatch(r"Q\d+", id) else 1), id


class Loaded:
    """What nomenklatura holds after it loaded a file."""

    def __init__(self, text: str) -> None:
        assert text == "" or text.endswith("\n")
        self.edges: dict[tuple[str, str], str] = {}
        self.positive: nx.Graph = nx.Graph()
        for line in text.splitlines():
            target, source, judgement, score, user, created_at = json.loads(line)
            assert json.dumps([target, source, judgement, score, user, created_at]) == line
            assert target != source
            assert weight(target) > weight(source)
            assert judgement in ("positive", "negative", "unsure")
            assert score is None
            assert isinstance(user, str)
            assert 0 < len(user) <= 512
            assert len(created_at) <= 28
            assert datetime.fromisoformat(created_at).utcoffset() is not None
            assert (target, source) not in self.edges
            self.edges[target, source] = judgement
            if judgement == "positive":
                self.positive.add_edge(target, source)

    def canonical(self, id: str) -> str:
        """What `get_canonical` gives."""
        found = nx.node_connected_component(self.positive, id) if id in self.positive else {id}
        greatest = max(found, key=weight)
        return greatest if weight(greatest)[0] > 1 else id


def load(*records) -> Loaded:
    snapshot = f.snapshot(*records)
    return Loaded(dump_resolver(snapshot, {(j.left, j.right): STAMP for j in snapshot.judgements}))


def firm(id: str, item: str = ""):
    return f.entity(id, "vendor", identifiers=(Identifier(scheme="wikidata", value=item),) if item else ())


def test_no_judgement_gives_an_empty_file() -> None:
    assert load(firm("a")).edges == {}


def test_the_lines() -> None:
    loaded = load(*map(firm, "abcde"), f.same("a", "b"), f.same("c", "a", "different"), f.same("d", "e", "unsure"))
    assert loaded.edges == {
        ("NK-a", "a"): "positive",
        ("NK-a", "b"): "positive",
        ("c", "a"): "negative",
        ("e", "d"): "unsure",
    }


def test_a_wikidata_id_is_the_canonical_one_where_it_is_the_only_one() -> None:
    own = load(firm("a", "https://www.wikidata.org/wiki/Q42"), firm("b"), f.same("a", "b"))
    assert {own.canonical(id) for id in "ab"} == {"Q42"}
    two = load(firm("a", "Q42"), firm("b", "Q43"), f.same("a", "b"))
    assert {two.canonical(id) for id in "ab"} == {"NK-a"}
    shared = load(firm("a", "Q42"), firm("b"), firm("c", "Q42"), firm("d"), f.same("a", "b"), f.same("c", "d"))
    assert [shared.canonical(id) for id in "abcd"] == ["NK-a", "NK-a", "NK-c", "NK-c"]
    assert load(firm("a", "no item"), firm("b"), f.same("a", "b")).canonical("b") == "NK-a"


@given(st.dictionaries(st.tuples(st.sampled_from("abcdefg"), st.sampled_from("abcdefg")).filter(lambda p: p[0] < p[1]),
                       st.sampled_from(["same", "different", "unsure"]), max_size=8))  # fmt: skip
def test_what_is_one_party_here_is_one_there(judged) -> None:
    records = [*map(firm, "abcdefg"), *(f.same(*pair, judgement) for pair, judgement in judged.items())]
    snapshot, loaded = f.snapshot(*records), load(*records)
    for one in "abcdefg":
        for other in "abcdefg":
            same = snapshot.canonical(one) == snapshot.canonical(other)
            assert (loaded.canonical(one) == loaded.canonical(other)) == same
    others = {pair[::-1]: j for pair, j in judged.items() if j != "same"}
    assert {pair: j for pair, j in loaded.edges.items() if j != "positive"} == {
        pair: {"different": "negative", "unsure": "unsure"}[j] for pair, j in others.items()
    }
