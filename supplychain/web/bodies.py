"""What programs send as JSON: read as a pydantic model, and refused with every problem at once."""

from typing import Annotated, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationError

from supplychain.domain.errors import Invalid, Problem
from supplychain.web.forms import BROKEN

B = TypeVar("B", bound="Body")


class Body(BaseModel):
    """What a program may send; every body is a subclass."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def _clean(text: str) -> str:
    if BROKEN.search(text):
        raise ValueError("holds characters that cannot be kept")
    return text.strip()


Said = Annotated[str, AfterValidator(_clean)]
"""Words that somebody reads: no control characters, nothing that turns the direction of writing."""


def read_body(model: type[B], sent: object) -> B:
    """Read what was sent. Raises Invalid with every problem, by field."""
    try:
        return model.model_validate(sent)
    except ValidationError as error:
        raise Invalid(
            [Problem(".".join(map(str, e["loc"])) or "body", f"{e['msg']}.") for e in error.errors(include_url=False)]
        ) from None
