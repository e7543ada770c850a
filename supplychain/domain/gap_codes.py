"""Every kind of gap, once: what can be found not to be known, and what a criterion or a question can name for it."""

from enum import StrEnum

from supplychain.domain.vocabulary import Term


class GapCode(StrEnum):
    """Every kind of gap, in the order in which they are shown. A new one needs a row in the database, by a migration."""

    NOTHING_KNOWN = "nothing_known"
    NOTHING_NAMED = "nothing_named"
    PARTY_NOT_NAMED = "party_not_named"
    UNDISCLOSED_PARTY = "undisclosed_party"
    NO_SUPPLIER_LIST = "no_supplier_list"
    NO_BUYER_KNOWN = "no_buyer_known"
    NO_WAGE_REPORT = "no_wage_report"
    OLD_WAGE_REPORTS = "old_wage_reports"
    PAY_PLACE_NOT_STATED = "pay_place_not_stated"
    PAY_TIME_NOT_STATED = "pay_time_not_stated"
    NO_SURVEILLANCE_KNOWN = "no_surveillance_known"
    NO_CONDITIONS_KNOWN = "no_conditions_known"
    COUNTRY_NOT_STATED = "country_not_stated"
    UNDATED_LINKS = "undated_links"
    SINGLE_SOURCE = "single_source"
    ASKED_NO_ANSWER = "asked_no_answer"
    NO_ANSWER_KNOWN = "no_answer_known"
    DOES_NOT_KNOW = "does_not_know"
    BOUND_HIT = "bound_hit"


_LABELS: dict[GapCode, tuple[str, str]] = {
    GapCode.NOTHING_KNOWN: ("no employer known", "No link to anyone who does the work is known."),
    GapCode.NOTHING_NAMED: ("no employer named for it", "Nobody is named for the product itself."),
    GapCode.PARTY_NOT_NAMED: ("a firm without a name", "Sources say that there is a firm and do not describe it."),
    GapCode.UNDISCLOSED_PARTY: ("an undisclosed party", "Sources describe a party and do not name it."),
    GapCode.NO_SUPPLIER_LIST: ("no list of suppliers", "The vendor publishes no list of its data-work suppliers."),
    GapCode.NO_BUYER_KNOWN: ("no product and no buyer known", "Nobody says for whom the people work."),
    GapCode.NO_WAGE_REPORT: ("no pay report", "Nothing is known of the pay at an employer."),
    GapCode.OLD_WAGE_REPORTS: ("old pay reports", "The newest pay report is years old."),
    GapCode.PAY_PLACE_NOT_STATED: ("pay without a country", "A pay report does not say where."),
    GapCode.PAY_TIME_NOT_STATED: ("pay without a date", "A pay report does not say when."),
    GapCode.NO_SURVEILLANCE_KNOWN: ("nothing on surveillance", "Nothing is known of how people are watched."),
    GapCode.NO_CONDITIONS_KNOWN: (
        "nothing on conditions",
        "Nothing is known of the conditions of work at an employer.",
    ),
    GapCode.COUNTRY_NOT_STATED: ("place not stated", "Nobody says where the work is done."),
    GapCode.UNDATED_LINKS: ("links without a date", "Nobody says when it was."),
    GapCode.SINGLE_SOURCE: ("one source only", "Only one independent source says so."),
    GapCode.ASKED_NO_ANSWER: ("asked, no answer", "A company was asked and gave no answer."),
    GapCode.NO_ANSWER_KNOWN: ("no answer known", "Nothing says what the firm answers, or that it was asked."),
    GapCode.DOES_NOT_KNOW: ("says it does not know", "A company says that it does not know."),
    GapCode.BOUND_HIT: ("the walk stopped", "The chain goes on beyond what was walked."),
}
UNKNOWNS: dict[str, Term] = {code.value: Term(code.value, *_LABELS[code]) for code in GapCode}
"""Each gap by its label and definition: the vocabulary `unknown` of the database is made of these."""
