"""What differs between two states of a record: nothing for the same, the mirror image the other way round."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from supplychain.domain.changes import Change, changes
from supplychain.domain.records import Entity, Name, Wage

names = st.builds(
    Name, name=st.sampled_from(["One", "Two", "Three"]), kind=st.sampled_from(["alias", "former", "legal"])
)
entities = st.builds(
    Entity,
    id=st.just("firm"),
    name=st.sampled_from(["Firm", "Firm Ltd"]),
    kind=st.just("outsourcer"),
    country=st.sampled_from([None, "KE", "PH"]),
    website=st.just(""),
    description=st.sampled_from(["", "Labels pictures."]),
    undisclosed_reason=st.none(),
    same_as_candidates=st.lists(st.sampled_from(["a", "b"]), max_size=2, unique=True).map(tuple),
    names=st.lists(names, max_size=2).map(tuple),
    identifiers=st.just(()),
)


@given(entities, entities)
def test_the_laws(old: Entity, new: Entity) -> None:
    assert changes(old, old) == ()
    found = changes(old, new)
    assert (found == ()) == (old.model_dump_json() == new.model_dump_json())
    assert changes(new, old) == tuple(Change(field=c.field, before=c.after, after=c.before) for c in found)
    same = {name for name in Entity.model_fields if getattr(old, name) == getattr(new, name)}
    assert {c.field for c in found} == set(Entity.model_fields) - same


def test_figures_are_told_as_they_were_reported() -> None:
    cited = ({"source": "s", "locator": "p. 1"},)
    wage = {"id": "w-x", "employer": "firm", "currency": "USD", "unit": "hour", "basis": "net", "citations": cited}
    old, new = (Wage.model_validate({**wage, "low": low}) for low in ("12.5", "12.50"))
    assert old.low == new.low == Decimal("12.5")
    assert changes(old, new) == (Change(field="low", before=("12.5",), after=("12.50",)),)
