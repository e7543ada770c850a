"""The kinds of work that a reader wants told apart, and how the words of a source are sorted into them."""

from enum import StrEnum

from supplychain.domain.vocabulary import read_terms


class WorkClass(StrEnum):
    """The six kinds of work that a reader wants told apart."""

    TRAINING_DATA = "training_data"
    EVALUATION = "evaluation"
    MODERATION = "moderation"
    LIVE_HELP = "live_help"
    CUSTOMER_SUPPORT = "customer_support"
    OTHER = "other"


WORK_CLASSES = read_terms("""
training_data | training data | Making or labelling what a model learns from.
evaluation | evaluation | Rating or checking what a model gives back.
moderation | moderation | Reviewing content of users.
live_help | live remote help | Doing or rescuing the machine's work while it runs.
customer_support | customer support | Answering customers: not work on AI.
other | other or not stated | Anything else.
""")
_CLASS_WORDS: tuple[tuple[WorkClass, tuple[str, ...]], ...] = (
    (WorkClass.CUSTOMER_SUPPORT, ("customer support", "customer service", "call cent")),
    (WorkClass.MODERATION, ("moderat", "hate speech", "trust and safety")),
    (
        WorkClass.LIVE_HELP,
        ("remote", "order entry", "teleoperat", "live ", "impersonat", "surveillance review", "receipt", "human review"),
    ),
    (
        WorkClass.EVALUATION,
        ("rating", "ranking", "evaluat", "grading", "check", "verification", "validation", "red team", "review", "testing"),
    ),
    (
        WorkClass.TRAINING_DATA,
        (
            "annotat", "label", "transcri", "training", "writing", "dialogue", "translat", "record", "speech", "tagging",
            "segment", "caption", "classif", "demonstrat", "data", "question", "answering", "simplif", "comparison", "image",
        ),
    ),
)  # fmt: skip

UNSORTED = (
    "RLHF", "clickwork", "content filtering", "field observation", "judging", "microwork", "motion capture", "pictures",
    "pictures of identity papers", "post-editing", "region graphs", "role play", "selfies", "sentence alignment",
    "software development", "software tasks", "study participation", "survey", "telephone calls", "text shortening",
    "toxicity filter", "video",
)  # fmt: skip
"""Words of sources that are of no class and often met: a page in another language says them in its own."""


def work_class(work_type: str) -> WorkClass:
    """Sort the words of a source about the kind of work into one of six classes; first match in the order above."""
    words = f"{work_type.lower()} "
    return next((found for found, parts in _CLASS_WORDS if any(part in words for part in parts)), WorkClass.OTHER)
