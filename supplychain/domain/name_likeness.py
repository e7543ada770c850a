"""How alike two names are, by the published table; the order of the two does not matter."""

from dataclasses import dataclass

from rapidfuzz.distance import OSA

from supplychain.domain.match_table import (
    ADDS_COUNTRY,
    ADDS_GENERAL,
    BRACKETS,
    INITIALS,
    OTHER_BRACKETS,
    OTHER_FORM,
    OTHER_ORDER,
    OTHER_SCRIPT,
    SAME,
    SHORT,
    SOUNDS_ALIKE,
    SWAPPED,
    TYPO_COST,
    WEAK,
    Code,
    Reason,
    reason,
)
from supplychain.domain.name_forms import NameForm, look


@dataclass(frozen=True, slots=True)
class Grade:
    """How alike two names are."""

    score: int
    reasons: tuple[Reason, ...]

    @property
    def rank(self) -> tuple[int, bool]:
        """What makes one better than another: the score, then that nothing had to be taken off."""
        return self.score, any(r.code == Code.SAME_SPELLING for r in self.reasons)


def compare_names(left: NameForm, right: NameForm) -> Grade | None:
    """Compare two names; the order does not matter. None when nothing is alike."""
    if left.whole == right.whole:
        grade: Grade | None = Grade(SAME, (reason(Code.SAME_SPELLING),))
    elif left.full == right.full and left.aside == right.aside:
        grade = _forms(left, right)
    elif left.words == right.words and left.aside == right.aside:
        grade = Grade(OTHER_ORDER, (reason(Code.OTHER_ORDER),))
    else:
        grade = _by_core(left, right) or _by_letters(left, right) or _by_parts(left, right)
    return grade and _across_scripts(grade, left, right)


def _forms(left: NameForm, right: NameForm) -> Grade:
    if left.forms <= right.forms or right.forms <= left.forms:
        return Grade(SAME, (reason(Code.LEGAL_FORM_OFF),))
    shown = sorted((" ".join(sorted(left.forms)), " ".join(sorted(right.forms))))
    return Grade(OTHER_FORM, (reason(Code.OTHER_LEGAL_FORM, left=shown[0], right=shown[1]),))


def _by_core(left: NameForm, right: NameForm) -> Grade | None:
    """Compare without brackets, country and general words, then take off for these."""
    if left.core == right.core:
        base, reasons = SAME, [reason(Code.LEGAL_FORM_OFF)] if left.forms != right.forms else []
    elif (near := _likeness(left, right)) is not None:
        base, reasons = near - TYPO_COST, [reason(Code.NEARLY_THE_SAME, likeness=near)]
    else:
        return None
    scores = [base]
    if left.aside != right.aside:
        one = not (left.aside and right.aside)
        scores.append(base - SAME + (BRACKETS if one else OTHER_BRACKETS))
        code = Code.ADDS_BRACKETS if one else Code.OTHER_BRACKETS
        reasons.append(reason(code, **_two(left.aside, right.aside)))
    if left.country != right.country:
        one = not (left.country and right.country)
        scores.append(base - SAME + (ADDS_COUNTRY if one else WEAK))
        code = Code.ADDS_COUNTRY if one else Code.NAMES_OTHER_COUNTRY
        reasons.append(reason(code, **_two(left.country, right.country)))
    if left.general != right.general:
        one = not (left.general and right.general) and len(left.core) > 3
        scores.append(base - SAME + (ADDS_GENERAL if one else WEAK))
        said = _two(" ".join(left.general), " ".join(right.general))
        reasons.append(
            reason(Code.ADDS_GENERAL if not (left.general and right.general) else Code.OTHER_GENERAL, **said)
        )
    return Grade(min(scores), tuple(reasons))


def _two(left: str, right: str) -> dict[str, str]:
    """Give what one of the two adds, or what each of them has."""
    if left and right:
        first, second = sorted((left, right))
        return {"left": first, "right": second}
    return {"added": left or right}


MOST_SLIPS = 3
"""No two names that are spelled nearly the same differ in more letters."""


def slips_allowed(length: int) -> int:
    """Say how many letters may differ, by the length of the shorter name."""
    return 0 if length < SHORT else 1 if length < 12 else 2 if length < 18 else MOST_SLIPS


def _likeness(left: NameForm, right: NameForm) -> int | None:
    """Say how much alike two spellings are, where only slips tell them apart; names that differ in numbers never are."""
    if left.numbers != right.numbers:
        return None
    slips = slips_allowed(min(len(left.core), len(right.core)))
    distance = OSA.distance(left.core, right.core, score_cutoff=slips)
    return round(100 * (1 - distance / max(len(left.core), len(right.core)))) if 0 < distance <= slips else None


SHORTEST_SWAPPED = 5
"""Letters of a name in which a swap or a letter that looks alike is looked for."""


def _by_letters(left: NameForm, right: NameForm) -> Grade | None:
    """Look for the two slips that make no other name even of a short one: a swap, and a small l for a capital I."""
    if left.letters != right.letters or len(left.letters) < SHORTEST_SWAPPED or left.numbers != right.numbers:
        return None
    same_tail = (left.aside, left.country, left.general) == (right.aside, right.country, right.general)
    if not same_tail or left.core == right.core:
        return None
    one, two = look(left.core), look(right.core)
    if one == two:
        return Grade(SWAPPED, (reason(Code.LOOKS_ALIKE),))
    return Grade(SWAPPED, (reason(Code.SWAPPED),)) if OSA.distance(one, two, score_cutoff=1) == 1 else None


def _by_parts(left: NameForm, right: NameForm) -> Grade | None:
    """Look for the weaker signs: the sound in another script, all words of one in the other, initials."""
    if left.latin != right.latin and left.sound == right.sound and len(left.sound) > 3:
        return Grade(SOUNDS_ALIKE if len(left.sound) > 5 else WEAK, (reason(Code.SOUNDS_ALIKE),))
    few, many = sorted((frozenset(left.words), frozenset(right.words)), key=len)
    if len(few) > 1 and few < many and sum(map(len, few)) >= SHORT:
        return Grade(WEAK, (reason(Code.WORDS_CONTAINED),))
    if (left.initials and left.initials == right.whole) or (right.initials and right.initials == left.whole):
        return Grade(INITIALS, (reason(Code.INITIALS),))
    return None


def _across_scripts(grade: Grade, left: NameForm, right: NameForm) -> Grade:
    """Trust less what is the same only once it was written in Latin letters."""
    if (left.latin and right.latin) or left.native == right.native:
        return grade
    said = reason(Code.SAME_IN_LATIN if left.latin == right.latin else Code.OTHER_SCRIPT)
    others = (r for r in grade.reasons if r.code != Code.SAME_SPELLING)
    return Grade(min(grade.score, OTHER_SCRIPT), (said, *others))
