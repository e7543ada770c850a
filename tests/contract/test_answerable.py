"""What the product was made to answer, asked of the seeds through the same services as every face."""

from collections.abc import Iterator

import pytest

from supplychain.domain.browse import EntityAnswer
from supplychain.domain.reach import Asked, Strength
from supplychain.domain.standing import Shown, State
from supplychain.domain.trace_answer import Trace
from supplychain.services import browse
from supplychain.services.trace import trace_tool
from supplychain.store.database import Store, View


@pytest.fixture
def view(seeded_sqlite_url: str) -> Iterator[View]:
    """A view on the seeds."""
    store = Store(seeded_sqlite_url)
    with store.view() as view:
        yield view
    store.close()


def traced(view: View, tool: str) -> Trace:
    """The trace of a product."""
    answer = trace_tool(view, tool, Asked())
    assert isinstance(answer, Trace)
    return answer


def entity(view: View, id: str) -> EntityAnswer:
    """The page of a party."""
    return browse.show_entity(view, id, Asked())


def ids(shown: tuple[Shown, ...]) -> set[str]:
    """Ids of claims."""
    return {s.claim.id for s in shown}


def test_chatgpt(view: View) -> None:
    answer = traced(view, "chatgpt")
    sama = next(e for e in answer.employers if e.entity.id == "sama")
    assert (sama.strength, sama.countries) == (Strength.NAMED, ("KE",))
    pay = {s.claim.id: s.claim for s in (*sama.wages.this_tool, *sama.wages.at_employer)}
    own = pay["w-sama-ke-openai"]
    assert (str(own.low), str(own.high), own.currency, own.unit) == ("1.32", "2", "USD", "hour")
    price = next(w for w in pay.values() if w.basis == "paid_by_client")
    assert str(price.low) in ("12.50", "12.5")
    assert {r.response.respondent for r in sama.responses} >= {"openai", "sama"}


@pytest.mark.parametrize("tool", ["microsoft-copilot", "gpt-4o"])
def test_nothing_named_is_said_and_not_a_clean_record(view: View, tool: str) -> None:
    answer = traced(view, tool)
    assert answer.summary.named == 0
    assert answer.summary.possible > 0
    assert answer.summary.countries == ()
    assert "nothing_named" in [g.code for g in answer.gaps]
    assert any(o.about == "openai" for o in answer.left_out)


def test_cloudfactory(view: View) -> None:
    answer = entity(view, "cloudfactory")
    swr = next(s.claim for s in answer.wages if s.claim.id == "w-cloudfactory-ke-swr")
    assert (str(swr.low), swr.currency, swr.unit) == ("1.20", "EUR", "hour")
    practices = {s.claim.practice for s in answer.practices}
    assert {"managed_browser", "screen_recording", "webcam_capture"} <= practices
    assert any(t.stance == "no_answer" for s in answer.answers_given for t in s.claim.targets)
    buyers = {b.entity.id for b in answer.stands_on_it.buyers}
    assert {"sartorius", "undisclosed-us-drone-logistics-firm"} <= buyers
    client = next(s for s in answer.links_in if s.claim.id == "l-sartorius-cloudfactory")
    dates = [r.response.date[:4] for r in client.replies if r.response.respondent == "sartorius"]
    assert dates == ["2023", "2024"]


@pytest.mark.parametrize("platform", ["amazon-mechanical-turk", "appen", "remotasks"])
def test_employers_and_what_stands_on_them(view: View, platform: str) -> None:
    answer = entity(view, platform)
    assert answer.wages
    assert answer.practices
    assert answer.stands_on_it.products
    assert answer.stands_on_it.buyers


def test_alexa(view: View) -> None:
    answer = traced(view, "alexa")
    assert "undisclosed_party" in [g.code for g in answer.gaps]
    (amazon,) = answer.vendors
    assert ids(amazon.practices.this_tool) >= {"p-amazon-nda-alexa", "p-amazon-quota-alexa"}
    assert amazon.responses


@pytest.mark.parametrize("buyer", ["google", "microsoft", "ford", "boeing", "adobe"])
def test_buyers_whose_supplier_is_not_named(view: View, buyer: str) -> None:
    unnamed = [s.claim for s in entity(view, buyer).links_out if getattr(s.claim, "object_state", "") == "some"]
    assert [c.relation for c in unnamed] == ["data_work_by"]


def test_undisclosed_parties(view: View) -> None:
    packer = entity(view, "undisclosed-fr-fruit-salad-firm")
    assert (packer.entity.kind, len(packer.links_out)) == ("undisclosed", 1)
    competitor = entity(view, "undisclosed-cloudfactory-competitor")
    assert {s.claim.practice for s in competitor.practices} == {"traumatic_content"}


def test_figures_with_their_scope(view: View) -> None:
    answer = browse.list_figures(view)
    figures = {s.claim.id: s.claim for s in answer.figures}
    unpaid, workers = figures["f-fairwork-2022-unpaid"], figures["f-workers-worldwide-10m"]
    assert (str(unpaid.value), unpaid.unit) == ("8", "hours/week")
    assert str(workers.value) in ("10", "10000000")
    assert unpaid.scope
    assert workers.scope
    assert "2.15" in {str(s.claim.mean) for s in answer.pay}


def test_a_refuted_claim_stays_and_is_never_followed(view: View) -> None:
    claim = browse.show_claim(view, "l-builder-ai-undisclosed-builder-ai-700").shown
    assert State.REFUTED in claim.states
    assert State.CONTRADICTED in claim.states
    answer = traced(view, claim.claim.subject)
    assert all(claim.claim.id not in e.path for e in answer.employers)
    assert claim.claim.id in {s.claim.id for o in answer.left_out for s in o.claims}
