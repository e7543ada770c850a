"""An outsider's trace: plain NetworkX over the rows of an exported links.csv, with no code of ours."""

from collections.abc import Mapping, Sequence
from typing import Any

import networkx as nx


def judge(rows: Sequence[Mapping[str, Any]], root: str) -> dict[str, int]:
    """Employer -> strength (3 named, 2 all, 1 possible), by reachability over each threshold of strength."""
    live = [r for r in rows if r["stance"] in ("affirms", "inferred") and r["object"] and not r["withdrawn_reason"]]
    about_itself = [r for r in live if not _named(r) or r["subject"] in _named(r)]
    built = nx.DiGraph([(r["subject"], r["object"]) for r in about_itself if r["relation"] == "built_on"])
    built.add_node(root)
    products = {root} | nx.descendants(built, root)
    vendors = {r["object"] for r in about_itself if r["relation"] == "provided_by" and r["subject"] in products}
    found: dict[str, int] = {}
    for threshold in (3, 2, 1):
        graph = nx.DiGraph()
        graph.add_nodes_from(products | vendors)
        for row in live:
            if row["relation"] in ("data_work_by", "subcontracts_to") and _strength(row, products) >= threshold:
                graph.add_edge(row["subject"], row["object"])
            platform = row["relation"] == "operated_by" and row["object"] not in products
            if platform and threshold == 1 and (not _named(row) or _named(row) & products):
                graph.add_edge(row["object"], row["subject"])
        for start in sorted(products | vendors):
            for _, end in nx.edge_dfs(graph, start):
                found.setdefault(end, threshold)
    return found


def _named(row: Mapping[str, Any]) -> set[str]:
    tools = row["tools"].split("|") if isinstance(row["tools"], str) else list(row["tools"])
    return {tool for tool in tools if tool}


def _strength(row: Mapping[str, Any], products: set[str]) -> int:
    if named := _named(row):
        return 3 if named & products else 0
    return 2 if row["scope_mode"] == "all" else 1
