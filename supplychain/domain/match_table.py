"""The published table of the matcher: what each likeness is worth, and every reason that it gives, in words."""

from enum import StrEnum

from pydantic import Field

from supplychain.domain.records import Record

VERSION = 2
"""Goes up when a number or a rule of the table changes."""

SAME = 100
"""The same name: case, accents, punctuation and blanks aside, or once legal forms are taken off; or the same identifier."""
OTHER_ORDER = 97
"""The same words in another order."""
BRACKETS = 96
"""One name adds something in brackets."""
OTHER_FORM = 95
"""The same name with two legal forms that do not go together."""
OTHER_SCRIPT = 92
"""The same name in Latin letters; at most so much where the scripts differ, for writing over loses sounds."""
WITH_MAKER = 95
"""A product's own name with the name of a maker that is recorded as offering it."""
ALIAS_WITH_MAKER = 85
"""The same with another of the product's names."""
ADDS_COUNTRY = 88
"""One name adds a country."""
ADDS_GENERAL = 85
"""One name adds general words such as AI or Group."""
WITHOUT_MAKER = 80
"""A product's name without the name of its maker."""
EDITION_OFF = 80
"""At most so much once words for an edition or a version were taken off."""
EDITION_COST = 5
"""Taken for such words where something else differs too."""
BESIDE_OTHER = 70
"""A product's name beside the name of an organisation that is not recorded as offering it."""
SOUNDS_ALIKE = 75
"""Written in another script, and six or more consonants are the same; four or five: `WEAK`."""
OTHER_BRACKETS = 70
"""The same name with different additions in brackets."""
WEAK = 60
"""Other countries or other general words in the two names; general words beside a name of three letters or fewer; all words
of one stand in the other; only the website is the same."""
PART = 60
"""The end of a product's longer name, another version of its family, or its maker once an edition was taken off."""
SWAPPED = 65
"""Two letters side by side changed places, or letters that look alike (l, I), in names of five letters or more."""
INITIALS = 55
"""One name is the initials of the other."""
TYPO_COST = 10
"""Taken from the similarity (0 to 100) of two names that are spelled nearly the same."""
SAME_SITE = 8
"""Added when the website has the same host."""
SAME_COUNTRY = 2
"""Added when the country is the same."""
OTHER_COUNTRY = -10
"""Taken when the countries differ: a head office and a branch are often one party."""
OTHER_KIND = -15
"""Taken when one is a product and the other an organisation."""
OTHER_NUMBER = -30
"""Taken when an identifier of the same register has another value."""
FLOOR = 50
"""What scores less is no match."""
LIKELY = 75
"""From here on a match is likely."""
SAME_NAME_FLOOR = 85
"""A name that is the same (`OTHER_FORM` or better) is called so from here on; below, too much speaks against it."""
SHORT = 8
"""Names of fewer letters never match by mere resemblance; from here one slip is allowed, from 12 two, from 18 three."""


class Code(StrEnum):
    """Every kind of reason."""

    SAME_IDENTIFIER = "same_identifier"
    SAME_SPELLING = "same_spelling"
    LEGAL_FORM_OFF = "legal_form_off"
    OTHER_LEGAL_FORM = "other_legal_form"
    OTHER_ORDER = "other_order"
    NEARLY_THE_SAME = "nearly_the_same"
    ADDS_BRACKETS = "adds_brackets"
    OTHER_BRACKETS = "other_brackets"
    ADDS_COUNTRY = "adds_country"
    NAMES_OTHER_COUNTRY = "names_other_country"
    ADDS_GENERAL = "adds_general"
    OTHER_GENERAL = "other_general"
    SOUNDS_ALIKE = "sounds_alike"
    WORDS_CONTAINED = "words_contained"
    INITIALS = "initials"
    OTHER_SCRIPT = "other_script"
    SAME_IN_LATIN = "same_in_latin"
    SAME_WEBSITE = "same_website"
    SAME_COUNTRY = "same_country"
    OTHER_COUNTRY = "other_country"
    OTHER_KIND = "other_kind"
    OTHER_IDENTIFIER = "other_identifier"
    ADDS_MAKER = "adds_maker"
    BESIDE_OTHER = "beside_other"
    LEAVES_MAKER_OUT = "leaves_maker_out"
    OTHER_NAME = "other_name"
    EDITION_OFF = "edition_off"
    FAMILY = "family"
    LEAVES_OUT = "leaves_out"
    BEGINS_THE_SAME = "begins_the_same"
    LOOKS_ALIKE = "looks_alike"
    SWAPPED = "swapped"
    PROPOSED = "proposed"


REASONS: dict[Code, str] = {
    Code.SAME_IDENTIFIER: "the same %(scheme)s (%(value)s)",
    Code.SAME_SPELLING: "the same name, case, accents, punctuation and blanks aside",
    Code.LEGAL_FORM_OFF: "the same name once legal forms are taken off",
    Code.OTHER_LEGAL_FORM: "different legal forms (%(left)s, %(right)s): speaks against",
    Code.OTHER_ORDER: "the same words in another order",
    Code.NEARLY_THE_SAME: "spelled nearly the same (%(likeness)s of 100)",
    Code.ADDS_BRACKETS: "one name adds in brackets: %(added)s",
    Code.OTHER_BRACKETS: "the names add different words in brackets (%(left)s, %(right)s): speaks against",
    Code.ADDS_COUNTRY: "one name adds a country or region (%(added)s)",
    Code.NAMES_OTHER_COUNTRY: "the names have different countries or regions in them (%(left)s, %(right)s): speaks against",
    Code.ADDS_GENERAL: "one name adds words that many names have: %(added)s",
    Code.OTHER_GENERAL: "the names end differently (%(left)s, %(right)s): speaks against",
    Code.SOUNDS_ALIKE: "it sounds alike",
    Code.WORDS_CONTAINED: "all words of one name stand in the other",
    Code.INITIALS: "one name is the initials of the other",
    Code.OTHER_SCRIPT: "written in another script",
    Code.SAME_IN_LATIN: "the same only when written in Latin letters",
    Code.SAME_WEBSITE: "the website has the same host (%(host)s)",
    Code.SAME_COUNTRY: "the same country (%(country)s)",
    Code.OTHER_COUNTRY: "different countries (%(left)s, %(right)s): speaks against",
    Code.OTHER_KIND: "one is a product and the other an organisation: speaks against",
    Code.OTHER_IDENTIFIER: "another %(scheme)s (%(left)s, %(right)s): speaks against",
    Code.ADDS_MAKER: "the name without the name of the maker %(maker)s, which is recorded as offering it",
    Code.BESIDE_OTHER: "the name without the name of %(organisation)s, which is not recorded as offering it",
    Code.LEAVES_MAKER_OUT: "the name leaves out the maker’s name %(maker)s",
    Code.OTHER_NAME: "another name that is recorded for it (%(name)s)",
    Code.EDITION_OFF: "the name without words for an edition or a version: %(words)s",
    Code.FAMILY: "of the family of %(name)s; which version is meant is open",
    Code.LEAVES_OUT: "the end of a longer name, without: %(left_out)s",
    Code.BEGINS_THE_SAME: "a product whose name begins the same: %(name)s",
    Code.LOOKS_ALIKE: "letters that look alike (l, I)",
    Code.SWAPPED: "two letters side by side have changed places",
    Code.PROPOSED: "proposed by those who entered the party",
}
"""Each reason in words; what is in %(…)s is filled in."""
AGAINST = frozenset(
    {
        Code.OTHER_LEGAL_FORM, Code.OTHER_BRACKETS, Code.NAMES_OTHER_COUNTRY, Code.OTHER_GENERAL, Code.OTHER_COUNTRY,
        Code.OTHER_KIND, Code.OTHER_IDENTIFIER,
    }
)  # fmt: skip
"""Reasons that speak against a match."""


class Reason(Record):
    """One thing that speaks for or against a match."""

    code: Code = Field(description="Kind of reason.")
    against: bool = Field(description="Whether it speaks against the match.")
    words: str = Field(description="The reason in words.")
    parameters: dict[str, str | int] = Field(description="What was filled into the words, for other languages.")


def reason(code: Code, **parameters: str | int) -> Reason:
    """Give a reason, with what is filled into its words."""
    return Reason(code=code, against=code in AGAINST, words=REASONS[code] % parameters, parameters=parameters)
