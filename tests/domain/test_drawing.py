"""A picture shows every party and every link that was followed, and no link without its denial."""

from supplychain.domain.dossier import compile_dossier
from supplychain.domain.drawing import MAX_BOXES, Wording, draw_chain, drawn_from, not_drawn, roles
from supplychain.domain.trace import trace
from tests import factories as f

PLAIN = Wording(
    caption=lambda party, countries: " ".join([party.kind, *countries]),
    line=lambda relation, state: f"{relation} {state}",
    href=lambda id: f"/{id}",
    heading=lambda column, organisation: f"{'of it' if organisation else 'column'} {column}",
)


def drawn(*records, tool="chatgpt"):
    return draw_chain(trace(f.snapshot(*records), tool), PLAIN)


BASE = (
    f.entity("chatgpt"),
    f.entity("gpt-4", "model"),
    f.entity("openai", "vendor"),
    f.entity("sama", "outsourcer"),
    f.entity("someone", "undisclosed"),
    f.link("l-built", "chatgpt", "built_on", "gpt-4", "chatgpt"),
    f.link("l-by", "chatgpt", "provided_by", "openai", "chatgpt"),
    f.link("l-sama", "openai", "data_work_by", "sama", "chatgpt", countries=("KE",)),
    f.link("l-sub", "sama", "subcontracts_to", "someone"),
)


def test_every_party_has_its_column():
    boxes = {box.id: box for box in drawn(*BASE).boxes}
    assert {id: box.column for id, box in boxes.items()} == {
        "chatgpt": 0,
        "gpt-4": 1,
        "openai": 2,
        "sama": 3,
        "someone": 4,
    }
    assert (boxes["sama"].state, boxes["someone"].state, boxes["openai"].state) == ("named", "undisclosed", "structure")
    assert (boxes["sama"].caption, boxes["sama"].href) == ("outsourcer KE", "/sama")


def test_every_link_is_a_line_of_its_state():
    found = {line.ids[0]: line for line in drawn(*BASE).lines}
    assert {id: line.state for id, line in found.items()} == {
        "l-built": "structure",
        "l-by": "structure",
        "l-sama": "named",
        "l-sub": "possible",
    }
    assert found["l-sama"].labels == ("data_work_by named",)


def test_headings_name_the_columns_that_are_there():
    assert [h.text for h in drawn(*BASE).headings] == [f"column {n}" for n in range(5)]


def test_what_has_ended_is_shown_as_ended():
    ended = f.link("l-ended", "openai", "data_work_by", "sama", "chatgpt", end="2022")
    (line,) = [x for x in drawn(*BASE[:4], BASE[6], ended).lines if x.ids == ("l-ended",)]
    assert line.state == "ended"


def test_a_denial_is_shown_on_the_link_that_it_denies():
    denial = f.link("l-no", "openai", "data_work_by", "sama", "chatgpt", stance="denies")
    (line,) = [x for x in drawn(*BASE, denial).lines if x.target == "sama"]
    assert set(line.states) == {"named", "denied"}


def test_a_denial_alone_makes_no_box():
    denial = f.link("l-no", "openai", "data_work_by", "sama", "chatgpt", stance="denies")
    assert "sama" not in {box.id for box in drawn(*BASE[:4], BASE[6], denial).boxes}


def test_a_denial_is_found_under_the_other_name_of_a_merged_party():
    other = f.entity("samasource", "outsourcer")
    denial = f.link("l-no", "openai", "data_work_by", "sama", "chatgpt", stance="denies")
    link = f.link("l-yes", "openai", "data_work_by", "samasource", "chatgpt")
    picture = drawn(*BASE[:4], other, BASE[6], link, denial, f.same("sama", "samasource"))
    (line,) = [x for x in picture.lines if x.source == "openai"]
    assert set(line.states) == {"named", "denied"}


def test_a_vendor_that_is_an_employer_too_stands_once():
    own = f.link("l-own", "chatgpt", "data_work_by", "maker", "chatgpt")
    maker = f.entity("maker", "undisclosed")
    picture = drawn(f.entity("chatgpt"), maker, f.link("l-by", "chatgpt", "provided_by", "maker", "chatgpt"), own)
    assert [box.id for box in picture.boxes] == ["chatgpt", "maker"]


def test_of_too_many_the_strongest_are_drawn_and_the_rest_counted():
    firms = [f.entity(f"firm-{n:03}", "outsourcer") for n in range(200)]
    links = [
        f.link(f"l-{n:03}", "openai", "data_work_by", firm.id, *(["chatgpt"] if n >= 150 else []))
        for n, firm in enumerate(firms)
    ]
    answer = trace(f.snapshot(*BASE[:3], BASE[6], *firms, *links), "chatgpt")
    picture = draw_chain(answer, PLAIN)
    assert len(picture.boxes) == MAX_BOXES
    assert not_drawn(answer) == len(roles(answer)) - MAX_BOXES == 52
    named = {e.entity.id for e in answer.employers if e.strength == "named"}
    assert named <= {box.id for box in picture.boxes}
    assert {line.target for line in picture.lines} <= {box.id for box in picture.boxes}


def test_the_narrow_picture_shows_the_same():
    answer = trace(f.snapshot(*BASE), "chatgpt")
    wide, narrow = draw_chain(answer, PLAIN), draw_chain(answer, PLAIN, narrow=True)
    assert {box.id for box in wide.boxes} == {box.id for box in narrow.boxes}
    assert {line.ids for line in wide.lines} == {line.ids for line in narrow.lines}
    assert narrow.width <= 360


def test_an_organisation_stands_before_what_it_offers():
    direct = f.link("l-direct", "openai", "data_work_by", "sama", countries=("KE",))
    dossier = compile_dossier(f.snapshot(*BASE, direct), "openai")
    picture = draw_chain(drawn_from(dossier), PLAIN)
    assert {box.id: box.column for box in picture.boxes} == {
        "openai": 0,
        "chatgpt": 1,
        "gpt-4": 2,
        "sama": 3,
        "someone": 4,
    }
    assert [heading.text for heading in picture.headings] == [f"of it {n}" for n in range(5)]
    lines = {(line.source, line.target): line.states for line in picture.lines}
    assert lines == {
        ("openai", "chatgpt"): ("structure",),
        ("chatgpt", "gpt-4"): ("structure",),
        ("openai", "sama"): ("named",),
        ("sama", "someone"): ("possible",),
    }
    assert {id for line in picture.lines for id in line.ids} == {link.shown.claim.id for link in dossier.links}


def test_the_picture_of_a_product_is_that_of_its_trace():
    snapshot = f.snapshot(*BASE)
    of_dossier, of_trace = drawn_from(compile_dossier(snapshot, "chatgpt")), trace(snapshot, "chatgpt")
    assert draw_chain(of_dossier, PLAIN) == draw_chain(of_trace, PLAIN)
