"""An attacker who knows every exact sum of every group that was shown, and tries to compute a few people's share of it."""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import combinations

from supplychain.domain.pay_gate import LEAST_SUBMITTERS, OwnReport, person_of
from supplychain.domain.records import Wage


def people(*reports: tuple[Wage, OwnReport]) -> dict[str, OwnReport]:
    """The people of 2023 as the gate names them, with a report of each."""
    return {person_of(own, 2023): own for _, own in reports}


def reduced(vectors: Iterable[Sequence[int]]) -> list[list[Fraction]]:
    """A basis, in reduced form, of everything that sums and differences of these figures give."""
    basis: list[list[Fraction]] = []
    for vector in vectors:
        row = left_over([Fraction(x) for x in vector], basis)
        lead = next((i for i, x in enumerate(row) if x), None)
        if lead is not None:
            row = [x / row[lead] for x in row]
            basis = [[a - b[lead] * c for a, c in zip(b, row, strict=True)] for b in basis] + [row]
    return basis


def left_over(row: list[Fraction], basis: Iterable[list[Fraction]]) -> list[Fraction]:
    """What is left of a vector when everything that a basis gives is taken away."""
    for other in basis:
        lead = next(i for i, x in enumerate(other) if x)
        row = [a - row[lead] * b for a, b in zip(row, other, strict=True)]
    return row


def computable(small: Sequence[str], ids: Sequence[str], basis: list[list[Fraction]]) -> bool:
    """Whether the sum over a small group follows from the figures that are shown."""
    return not any(left_over([Fraction(id in small) for id in ids], basis))


def attack(groups: Sequence[frozenset[str]], own: dict[str, OwnReport]) -> None:
    """Try every sum and difference of the groups shown, as one who knows every exact sum of every group would.

    People who lie in the same groups cannot be told apart by sums, so only whole bundles of them can be computed.
    """
    ids = sorted(own)
    basis = reduced([[int(id in group) for id in ids] for group in groups])
    bundles: dict[tuple[bool, ...], list[str]] = {}
    for id in ids:
        bundles.setdefault(tuple(id in group for group in groups), []).append(id)
    bundles = {where: bundle for where, bundle in bundles.items() if any(where)}
    for size in range(1, len(bundles) + 1):
        for chosen in combinations(bundles.values(), size):
            small = [id for bundle in chosen for id in bundle]
            if len({own[id].submitter for id in small}) < LEAST_SUBMITTERS:
                assert not computable(small, ids, basis), small
