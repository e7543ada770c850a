"""An assessment with everything filled in, for tests to spoil."""

from supplychain.domain.assess import Assessment, Weight

ANSWERS = {
    "task": "First draft of the yearly report to the funder",
    "group": "Team of counsellors",
    "how_often": "Once a month",
    "today": "Six pages that the funder accepts",
    "client_data": "no",
    "banned": "no",
    "alternative": "A template with text blocks",
    "minutes_today": "180",
    "cases_today": "20",
    "measured_how": "Stopwatch, May 2026, by the team lead",
    "minutes_tool": "120,5",
    "cases_tool": "20",
    "believed": "100",
    "blind": "yes",
    "no_worse": "yes",
    "serious_error": "no",
    "time_use": "Talks with clients",
    "time_written": "yes",
    "ecological": "No figure is published; our estimate is 4 kWh",
    "bias": "No difference was found",
    "bias_cases": "30",
    "effect": "Writing skills fade",
    "values_for": "We use our time for people",
    "values_against": "We harm nobody",
    "dependence": "Notice of one month",
    "can_stop": "yes",
    "fixed_by": "Team and works council",
    "outcome": "with_measures",
    "reasons": "The relief is real",
    "conditions": "No client data\nReview after half a year",
    "decided_by": "Management board",
    "decided_on": "2026-11-26",
    "review_on": "2027-05-26",
    "dissent": "Works council: nothing is known of the pay of many",
}
SCORES = {
    "relief": "2",
    "quality": "1",
    "time_use": "2",
    "ecological": "unknown",
    "chain": "-1",
    "pay": "-1",
    "watch": "-2",
    "bias": "1",
    "values": "1",
}


def filled(a: Assessment, **answers: str) -> Assessment:
    """Answer everything; some answers can be others."""
    weighing = {
        code: a.weight(code).model_copy(
            update={
                "score": score,
                "reason": f"Because of {code}",
                "measure": "Ask the vendor" if score == "-2" else "",
            }
        )
        for code, score in SCORES.items()
    }
    despite = {"stop_3": "The vendor was asked.", "sum": "The works council wants the pilot."}
    return a.model_copy(
        update={"answers": a.answers | ANSWERS | answers, "weighing": weighing, "despite": a.despite | despite}
    )


def scored(a: Assessment, code: str, **changes: object) -> Assessment:
    """Score one criterion otherwise."""
    weight = Weight.model_validate(a.weight(code).model_dump() | changes)
    return a.model_copy(update={"weighing": a.weighing | {code: weight}})
