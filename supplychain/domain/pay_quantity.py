"""Numbers that know how they came about: value, expression over named inputs, and dimension. Decimal, never float.

Every value is computed and written down in one step, so that the working shown is the working done.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Context, Decimal
from typing import Annotated

from pydantic import BeforeValidator, Field, PlainSerializer

from supplychain.domain.records import Record

_CONTEXT = Context(prec=28, rounding=ROUND_HALF_EVEN)
_WIDE = Context(prec=60)
_SUM, _PRODUCT, _ATOM = range(3)
_CENT, _FINE = Decimal("0.01"), Decimal("0.0001")
_SMALL = Decimal("0.1")
_SETTLED = Decimal("1e-15")

Dimension = tuple[tuple[str, int], ...]
"""Units with their exponents, in order of their names: KES an hour is (("KES", 1), ("hour", -1))."""


def dimension(**units: int) -> Dimension:
    """Write a dimension."""
    return tuple(sorted((unit, power) for unit, power in units.items() if power))


def _exact(value: object) -> object:
    if not isinstance(value, Decimal | str):
        raise ValueError("must be a decimal number or its text, never a float")
    return value


Exact = Annotated[Decimal, BeforeValidator(_exact), PlainSerializer(lambda d: f"{d:f}", return_type=str)]
"""A computed or given number, of any sign; goes out as text."""


class Input(Record):
    """A number that a working starts from."""

    name: str = Field(description="Its name in the expressions.")
    value: Exact = Field(description="Its value, as reported or as assumed.")
    unit: str = Field(description="Its unit.")
    record: str = Field(
        "", description="Id of the claim or of the reference row that it stands in; empty when assumed."
    )
    field: str = Field("", description="Column of that row.")
    assumed: bool = Field(False, description="Nobody reports it: it is assumed, as the assumptions say.")


class DimensionError(ValueError):
    """Two quantities were added that are not of one kind."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A value with its working."""

    value: Decimal
    text: str
    units: Dimension
    inputs: tuple[Input, ...] = ()
    rank: int = _ATOM

    def __mul__(self, other: "Quantity") -> "Quantity":
        """Multiply."""
        return self._joined(other, "*", _CONTEXT.multiply(self.value, other.value), 1)

    def __truediv__(self, other: "Quantity") -> "Quantity":
        """Divide."""
        return self._joined(other, "/", _CONTEXT.divide(self.value, other.value), -1)

    def __add__(self, other: "Quantity") -> "Quantity":
        """Add what is of one kind."""
        return self._summed(other, "+", _CONTEXT.add(self.value, other.value))

    def __sub__(self, other: "Quantity") -> "Quantity":
        """Take away what is of one kind."""
        return self._summed(other, "-", _CONTEXT.subtract(self.value, other.value))

    def _joined(self, other: "Quantity", sign: str, value: Decimal, power: int) -> "Quantity":
        powers = dict(self.units)
        for unit, exponent in other.units:
            powers[unit] = powers.get(unit, 0) + power * exponent
        left = self.text if self.rank >= _PRODUCT else f"({self.text})"
        right = other.text if other.rank == _ATOM else f"({other.text})"
        inputs = _together(self.inputs, other.inputs)
        return Quantity(value, f"{left} {sign} {right}", dimension(**powers), inputs, _PRODUCT)

    def _summed(self, other: "Quantity", sign: str, value: Decimal) -> "Quantity":
        if self.units != other.units:
            raise DimensionError(f"{unit_text(self.units)} and {unit_text(other.units)} are not of one kind")
        right = other.text if other.rank >= _PRODUCT else f"({other.text})"
        inputs = _together(self.inputs, other.inputs)
        return Quantity(value, f"{self.text} {sign} {right}", self.units, inputs, _SUM)


def _together(left: tuple[Input, ...], right: tuple[Input, ...]) -> tuple[Input, ...]:
    return collected((*left, *right))


def collected(inputs: Iterable[Input]) -> tuple[Input, ...]:
    """Put inputs together, each name once. Raises ValueError when one name stands for two inputs."""
    found: dict[str, Input] = {}
    for item in inputs:
        if found.setdefault(item.name, item) != item:
            raise ValueError(f"{item.name} stands for two inputs")
    return tuple(found.values())


def number(value: int, **units: int) -> Quantity:
    """Make a fixed number, such as twelve months a year."""
    return Quantity(Decimal(value), str(value), dimension(**units))


def given(item: Input, units: Dimension) -> Quantity:
    """Make a quantity of an input."""
    return Quantity(item.value, item.name, units, (item,))


def unit_text(units: Dimension) -> str:
    """Write a dimension as people do: KES/hour."""
    above = [unit if power == 1 else f"{unit}^{power}" for unit, power in units if power > 0]
    below = [unit if power == -1 else f"{unit}^{-power}" for unit, power in units if power < 0]
    return "/".join(["*".join(above) or "1", *below])


def settled(value: Decimal) -> Decimal:
    """Drop the last digits, in which a division leaves its trace: ten thirds three times are ten again, not a hair less."""
    return value.quantize(_SETTLED, ROUND_HALF_EVEN, _WIDE)


def money_shown(value: Decimal) -> Decimal:
    """Round an amount of money: half up to two decimals, to four below ten cents."""
    value = settled(value)
    return _rounded(value, _FINE if abs(value) < _SMALL else _CENT)


def ratio_shown(value: Decimal) -> Decimal:
    """Round a ratio half up to four decimals."""
    return _rounded(settled(value), _FINE)


def _rounded(value: Decimal, step: Decimal) -> Decimal:
    return _CONTEXT.plus(value.quantize(step, ROUND_HALF_UP, _WIDE))  # plus: no negative zero


MONTHS = number(12, month=1, year=-1)
WEEKS = number(52, week=1, year=-1)
MINUTES = number(60, minute=1, hour=-1)
ONE = number(1)
HUNDRED = number(100)
