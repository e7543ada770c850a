"""Fields that hold one term of a vocabulary: what they may hold, and how a form or a table finds out which vocabulary it is."""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import AfterValidator, Field
from pydantic.fields import FieldInfo

from supplychain.domain import vocabulary as v
from supplychain.domain.sentences import sentence


def _one_of(name: str, codes: frozenset[str] | None = None) -> AfterValidator:
    known = codes if codes is not None else frozenset(v.VOCABULARIES[name])

    def check(code: str) -> str:
        if code not in known:
            near = ", ".join(sorted(known)) if len(known) <= 20 else "see the data dictionary"
            raise ValueError(sentence("is not a term of the vocabulary %(name)s (%(near)s)", name=name, near=near))
        return code

    return AfterValidator(check)


def one_of_terms(name: str, vocabularies: Mapping[str, Mapping[str, v.Term]]) -> AfterValidator:
    """Demand a term of a vocabulary that a module of its own holds."""

    def check(code: str) -> str:
        if code not in vocabularies[name]:
            raise ValueError(
                sentence(
                    "is not a term of the vocabulary %(name)s (%(names)s)",
                    name=name,
                    names=", ".join(vocabularies[name]),
                )
            )
        return code

    return AfterValidator(check)


Country = Annotated[str, _one_of("country", v.COUNTRIES)]
Currency = Annotated[str, _one_of("currency", v.CURRENCIES)]


def term(vocabulary: str, description: str, default: Any = ...) -> Any:
    """Declare a field that holds one term of a vocabulary."""
    return Field(default, description=description, json_schema_extra={"vocabulary": vocabulary})


def vocabulary_of(field: FieldInfo) -> str | None:
    """Name the vocabulary of a field, when it has one."""
    extra = field.json_schema_extra
    return str(extra["vocabulary"]) if isinstance(extra, dict) and "vocabulary" in extra else None


EntityKind = Annotated[str, _one_of("entity_kind")]
Relation = Annotated[str, _one_of("relation")]
LinkStance = Annotated[str, _one_of("link_stance")]
ScopeMode = Annotated[str, _one_of("scope_mode")]
ObjectState = Annotated[str, _one_of("object_state")]
AssertedBy = Annotated[str, _one_of("asserted_by")]
Unit = Annotated[str, _one_of("unit")]
Basis = Annotated[str, _one_of("basis")]
PayKind = Annotated[str, _one_of("pay_kind")]
Practice = Annotated[str, _one_of("practice")]
PracticeStance = Annotated[str, _one_of("practice_stance")]
SourceKind = Annotated[str, _one_of("source_kind")]
Seen = Annotated[str, _one_of("source_seen")]
Quality = Annotated[str, _one_of("source_quality")]
CitationStance = Annotated[str, _one_of("citation_stance")]
ResponseStance = Annotated[str, _one_of("response_stance")]
AddressesPoint = Annotated[str, _one_of("addresses_point")]
UnknownTopic = Annotated[str, _one_of("unknown_topic")]
Reason = Annotated[str, _one_of("undisclosed_reason")]
NameKind = Annotated[str, _one_of("name_kind")]
Scheme = Annotated[str, _one_of("identifier_scheme")]
JudgementKind = Annotated[str, _one_of("judgement")]
RequestOutcome = Annotated[str, _one_of("request_outcome")]
VerificationOutcome = Annotated[str, _one_of("verification_outcome")]
