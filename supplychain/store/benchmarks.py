"""How the rows of the reference tables lie in tables: all five the same way, field by field."""

from typing import Any

import sqlalchemy as sa

from supplychain.domain.records import Record
from supplychain.domain.reference import (
    ConsumerPrice,
    ExchangeRate,
    LivingWage,
    MinimumWage,
    PurchasingPower,
    ReferenceRow,
)
from supplychain.domain.values import Period, edtf, from_edtf
from supplychain.store import reference_tables as t
from supplychain.store.canonical import Row, Rows
from supplychain.store.layout import Layout, Own, Writing, numbered, text

_COLUMN = {"id": "reference_id", "source": "source_id", "group": "worker_group"}
"""Field -> column, where the two have different names."""
_ELSEWHERE = ("start", "end", "places")


def _layout(record: type[ReferenceRow], version: sa.Table, places: sa.Table | None = None) -> Layout:
    columns = {name: _COLUMN.get(name, name) for name in record.model_fields if name not in _ELSEWHERE}

    def write(row: Any, writing: Writing) -> Rows:
        own: Row = {"id": writing.version, **{column: getattr(row, name) for name, column in columns.items()}}
        if places is None:
            return {version.name: [own]}
        period = Period.of(row.start, row.end)
        own |= {"valid_edtf": edtf(row.start, row.end), "valid_lo": period.valid_lo, "valid_hi": period.valid_hi}
        there = numbered([{"place": place} for place in row.places], **{f"{version.name}_id": writing.version})
        return {version.name: [own], places.name: there}

    def read(row: Any, own: Own) -> ReferenceRow:
        found = {name: _value(version.c[column], getattr(row, column)) for name, column in columns.items()}
        if places is not None:
            start, end = from_edtf(row.valid_edtf)
            found |= {"start": start, "end": end, "places": tuple(item.place for item in own(places))}
        return record.model_validate(found)

    return Layout(version, ("reference_id",), () if places is None else (places,), write, read)


def _value(column: sa.Column[Any], stored: Any) -> Any:
    return text(stored) if "redacted" in column.info else stored


BENCHMARKS: dict[type[Record], Layout] = {
    MinimumWage: _layout(MinimumWage, t.minimum_wage, t.minimum_wage_place),
    LivingWage: _layout(LivingWage, t.living_wage, t.living_wage_place),
    ExchangeRate: _layout(ExchangeRate, t.exchange_rate),
    PurchasingPower: _layout(PurchasingPower, t.purchasing_power),
    ConsumerPrice: _layout(ConsumerPrice, t.consumer_price),
}
"""Every reference table by its type of record."""
