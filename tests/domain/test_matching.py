"""The matcher: what a name may mean, and why. Laws for every name, examples from the seeds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supplychain.assets import asset_dir
from supplychain.domain import match_table as table
from supplychain.domain.match_table import REASONS, Code, reason
from supplychain.domain.matching import Match, Matcher, Wanted, certain, matcher_of
from supplychain.domain.name_forms import host_of, read_identifier, read_name_form
from supplychain.domain.name_likeness import compare_names
from supplychain.domain.records import Entity, Identifier, Name
from supplychain.domain.snapshot import Snapshot
from supplychain.domain.vocabulary import PRODUCTS
from supplychain.formats.packages import Known, read_package
from tests.factories import entity, link, same, snapshot

SEEDS = Snapshot.of(read_package(asset_dir("seeds"), Known()).records)
EVERYDAY = {
    Code.ADDS_MAKER, Code.BESIDE_OTHER, Code.LEAVES_MAKER_OUT, Code.EDITION_OFF, Code.FAMILY, Code.LEAVES_OUT,
    Code.BEGINS_THE_SAME,
}  # fmt: skip
NAMED = [e for e in SEEDS.entities.values() if e.kind != "undisclosed"]
names = st.sampled_from(NAMED).flatmap(lambda e: st.tuples(st.just(e), st.sampled_from([e.name, *_others(e)])))
forms = st.sampled_from(
    ["Ltd", "Inc.", "GmbH", "S.A.", "S.à r.l.", "Pvt. Ltd.", "LLC", "GmbH & Co. KG", "Sp. z o.o.", "A/S", "B.V."]
)


def _others(entity: Entity) -> list[str]:
    return [n.name for n in entity.names]


def _codes(match: Match) -> set[Code]:
    return {r.code for r in match.reasons}


def _everyday(match: Match) -> bool:
    return bool(_codes(match) & EVERYDAY)


def _letters(text: str) -> str:
    return read_name_form(text).full


def find(name: str, **more: object) -> tuple[Match, ...]:
    return matcher_of(SEEDS).find(Wanted(name, **more), limit=20)  # type: ignore[arg-type]


def score_of(id: str, name: str) -> int:
    return next((m.score for m in find(name) if m.id == id), 0)


def one(*entities: Entity, **wanted: object) -> list[tuple[str, int]]:
    found = Matcher(snapshot(*entities)).find(Wanted(**wanted))  # type: ignore[arg-type]
    return [(m.id, m.score) for m in found]


# -- laws --------------------------------------------------------------------------------------------------------------


@given(names, st.sampled_from([str.upper, str.lower, str.title, str.swapcase]))
def test_a_name_finds_itself_in_any_case(named, case):
    party, name = named
    assert score_of(party.id, case(name)) == table.SAME


@given(names, forms)
def test_a_name_finds_itself_with_any_legal_form(named, form):
    party, name = named
    if not read_name_form(name).forms:
        assert score_of(party.id, f"{name} {form}") == table.SAME


@given(names, st.sampled_from([" ", "-", "  ", ", ", " · ", "_"]), st.data())
def test_a_name_finds_itself_with_other_blanks_and_punctuation(named, between, data):
    party, name = named
    at = data.draw(st.integers(0, len(name)))
    assert score_of(party.id, name[:at] + between + name[at:]) == table.SAME
    assert score_of(party.id, name.replace(" ", between)) == table.SAME
    assert score_of(party.id, name.replace(" ", "")) == table.SAME


@given(names, names)
def test_two_names_are_as_alike_one_way_as_the_other(left, right):
    one, two = read_name_form(left[1]), read_name_form(right[1])
    assert compare_names(one, two) == compare_names(two, one)


@given(st.text(max_size=20), st.text(max_size=20))
def test_any_two_texts_are_as_alike_one_way_as_the_other(left, right):
    one, two = read_name_form(left), read_name_form(right)
    assert compare_names(one, two) == compare_names(two, one)
    assert compare_names(one, one) is not None


@given(st.text(max_size=300), st.text(max_size=10), st.text(max_size=30), st.text(max_size=30))
def test_nothing_that_can_be_typed_breaks_it(name, country, website, value):
    wanted = Wanted(name, country=country, website=website, identifiers=(("lei", value), ("wikidata", value)))
    for match in matcher_of(SEEDS).find(wanted):
        assert 50 <= match.score <= 100
        assert match.reasons


@given(names, st.integers(0, len(NAMED)), st.integers(0, len(NAMED)))
def test_other_entities_change_no_score(named, low, high):
    party, name = named
    alone = Matcher(snapshot(party))
    more = Matcher(snapshot(party, *NAMED[min(low, high) : max(low, high)]))
    asked = Wanted(name[:-1] + "x", country="KE")
    (few, many) = ([m for m in matcher.find(asked, limit=999) if m.id == party.id] for matcher in (alone, more))
    assert few == many


@given(names)
def test_what_the_index_finds_is_what_comparing_with_everything_finds(named):
    _, name = named
    asked = read_name_form(name[:-1])
    best = {}
    for other in NAMED:
        grades = [compare_names(asked, read_name_form(n)) for n in [other.name, *_others(other)]]
        best[other.id] = max((g.score for g in grades if g), default=0)
    found = {m.id: m for m in find(name[:-1])}
    plain = {i: m.score for i, m in found.items() if not _everyday(m)}
    assert {i: s for i, s in best.items() if s >= table.FLOOR and i in plain} == plain
    assert all(i in found and found[i].score >= s for i, s in best.items() if s >= table.FLOOR)


@given(names, st.sampled_from(["Enterprise", "Pro", "Turbo", "3", "3.5 Sonnet", "for Business", "v2"]))
def test_an_edition_finds_its_product_and_never_settles_by_itself(named, edition):
    party, name = named
    found = find(f"{name} {edition}")
    if party.kind in PRODUCTS and len(read_name_form(name).spoken) < 6:
        assert party.id in {m.id for m in found}
    assert not [m for m in found if Code.EDITION_OFF in _codes(m) and m.verdict in ("same_name", "same_identifier")]
    assert not [m for m in found if Code.EDITION_OFF in _codes(m) and m.score > table.EDITION_OFF]


@given(names, names)
def test_a_product_is_certain_beside_another_name_only_where_that_maker_is_recorded(left, right):
    (maker, said), (product, name) = left, right
    typed = f"{said} {name}"
    offered = any(
        x.object == maker.id and x.stance == "affirms" for x in SEEDS.links_from([product.id], ("provided_by",))
    )
    if product.kind in PRODUCTS and certain(find(typed)) == product.id and typed.casefold() != name.casefold():
        own = {_letters(n) for n in (product.name, *_others(product))}
        assert offered or _letters(typed) in own or product.id in {m.id for m in find(said)}


@given(st.sampled_from([e.name for e in NAMED if len(read_name_form(e.name).core) < 8]), st.data())
def test_another_letter_makes_another_name_of_a_short_one(name, data):
    at = data.draw(st.integers(0, len(name) - 1))
    other = name[:at] + ("q" if name[at].casefold() != "q" else "w") + name[at + 1 :]
    near = (m for m in find(other) if {Code.NEARLY_THE_SAME, Code.SWAPPED, Code.LOOKS_ALIKE} & _codes(m))
    assert not [m for m in near if m.name == name]


def test_every_reason_has_words():
    assert set(REASONS) == set(Code)
    with pytest.raises(KeyError):
        reason(Code.SAME_WEBSITE)


# -- examples ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "id", "score", "verdict"),
    [
        ("Sama AI", "sama", 85, "likely"),
        ("SAMASOURCE", "sama", 100, "same_name"),
        ("S.A.M.A. GmbH & Co. KG", "sama", 100, "same_name"),
        ("Cloud Factory Ltd.", "cloudfactory", 100, "same_name"),
        ("CloudFactory Kenya Ltd", "cloudfactory", 88, "likely"),
        ("Клаудфэктори", "cloudfactory", 75, "likely"),
        ("كلاود فاكتوري", "cloudfactory", 75, "likely"),
        ("Сама", "sama", 92, "likely"),
        ("ООО Яндекс", "yandex", 60, "possible"),
        ("Teleperformance SE", "teleperformance", 100, "same_name"),
        ("Telepreformance", "teleperformance", 83, "likely"),
        ("appen limited", "appen", 100, "same_name"),
        ("Scale", "scale-ai", 100, "same_name"),
        ("Bing Microsoft", "bing", 97, "same_name"),
        ("Mechanical Turk", "amazon-mechanical-turk", 60, "possible"),
        ("Çağrı İş", "cagri-is", 100, "same_name"),
    ],
)
def test_what_a_name_may_mean(name, id, score, verdict):
    best = find(name)[0]
    assert (best.id, best.score, best.verdict) == (id, score, verdict)


@pytest.mark.parametrize(
    "name",
    [
        "Samsa",
        "Samma",
        "Scales",
        "Scala",
        "Turing",
        "Touring",
        "Invincible",
        "Surges",
        "Purge",
        "Outliers",
        "Outlies",
        "",
        "  ",
    ],
)
def test_short_names_do_not_match_by_resemblance(name):
    assert not [m.id for m in find(name)]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("OpenAI ChatGPT", [("chatgpt", 95, "same_name")]),
        ("ChatGPT by OpenAI", [("chatgpt", 95, "same_name")]),
        ("xAI Grok", [("grok", 95, "same_name")]),
        ("Microsoft GitHub Copilot", [("github-copilot", 95, "same_name"), ("microsoft-copilot", 60, "possible")]),
        ("Anthropic Claude", [("claude", 70, "possible")]),
        ("Meta ChatGPT", [("chatgpt", 70, "possible")]),
        ("Meta Llama", [("llama-2", 85, "likely")]),
        ("ChatGPT Enterprise", [("chatgpt", 80, "likely")]),
        ("OpenAI ChatGPT Team", [("chatgpt", 80, "likely")]),
        ("Claude 3.5 Sonnet", [("claude", 80, "likely")]),
        ("Grok 3", [("grok", 80, "likely")]),
        ("GPT-4 Turbo", [("gpt-4", 80, "likely"), ("gpt-3", 55, "possible"), ("gpt-4o", 55, "possible")]),
        ("GPT-5", [("gpt-3", 55, "possible"), ("gpt-4", 55, "possible"), ("gpt-4o", 55, "possible")]),
        ("DeepL Pro", [("deepl", 60, "possible"), ("deepl-translator", 60, "possible")]),
        ("Copilot for Microsoft 365", [("microsoft-copilot", 80, "likely")]),
        ("Copilot", [("microsoft-copilot", 100, "same_name"), ("github-copilot", 60, "possible")]),
        ("Rekognition", [("amazon-rekognition", 80, "likely")]),
        ("OpenAl", [("openai", 65, "possible")]),
        ("Opeani", [("openai", 65, "possible")]),
        ("ChatGTP", [("chatgpt", 65, "possible")]),
        ("Perplexity Pro", []),
        ("Acme Enterprise", []),
        ("Sama Pro", []),
    ],
)
def test_names_as_they_stand_in_everyday_lists(name, expected):
    assert [(m.id, m.score, m.verdict) for m in find(name)] == expected


@pytest.mark.parametrize(
    ("name", "id", "words"),
    [
        (
            "OpenAI ChatGPT",
            "chatgpt",
            ["the name without the name of the maker OpenAI, which is recorded as offering it"],
        ),
        (
            "Anthropic Claude",
            "claude",
            ["the name without the name of Anthropic, which is not recorded as offering it"],
        ),
        ("Claude 3.5 Sonnet", "claude", ["the name without words for an edition or a version: 3.5 Sonnet"]),
        ("Copilot", "github-copilot", ["the end of a longer name, without: github"]),
        ("OpenAl", "openai", ["letters that look alike (l, I)"]),
        ("Opeani", "openai", ["two letters side by side have changed places"]),
        (
            "GPT-5",
            "gpt-4",
            [
                "the name without words for an edition or a version: 5",
                "of the family of GPT-4; which version is meant is open",
            ],
        ),
    ],
)
def test_everyday_names_say_why(name, id, words):
    assert next([r.words for r in m.reasons] for m in find(name) if m.id == id) == words


def test_only_what_is_safe_settles_by_itself():
    sure = ["OpenAI ChatGPT", "ChatGPT", "Microsoft Copilot", "GitHub Copilot", "Claude"]
    assert [certain(find(name)) for name in sure] == [
        "chatgpt",
        "chatgpt",
        "microsoft-copilot",
        "github-copilot",
        "claude",
    ]
    open_ = [
        "Copilot",
        "ChatGPT Enterprise",
        "Meta Llama",
        "Anthropic Claude",
        "OpenAl",
        "DeepL Pro",
        "xAI Chat",
        "Search",
    ]
    assert [certain(find(name)) for name in open_] == [""] * len(open_)


def test_a_link_that_is_denied_is_no_link_to_a_maker():
    offered = (entity("acme", "vendor", name="Acme"), entity("bolt", "tool", name="Bolt"))
    said = snapshot(*offered, link("l-x", "bolt", "provided_by", "acme"))
    denied = snapshot(*offered, link("l-x", "bolt", "provided_by", "acme", stance="denies"))
    assert [(m.id, m.score) for m in Matcher(said).find(Wanted("Acme Bolt"))] == [("bolt", 95)]
    assert [(m.id, m.score) for m in Matcher(denied).find(Wanted("Acme Bolt"))] == [("bolt", 70)]


def test_reasons_are_said():
    said = [(m.id, [r.words for r in m.reasons]) for m in find("CloudFactory Kenya Ltd", country="KE")]
    assert said == [
        (
            "cloudfactory",
            [
                "the same name once legal forms are taken off",
                "one name adds a country or region (KE)",
                "different countries (KE, GB): speaks against",
            ],
        )
    ]


def test_of_two_with_one_score_the_one_spelled_the_same_comes_first():
    assert [(m.id, m.score) for m in find("Duolingo Inc.")] == [("duolingo-inc", 100), ("duolingo", 100)]
    assert [(m.id, m.score) for m in find("DeepSeek", kind="vendor")] == [("deepseek-ai", 96), ("deepseek", 85)]


# -- what counts besides the name ----------------------------------------------------------------------------------------

LEI, OTHER_LEI = "5493001KJTIIGC8Y1R12", "213800D1EI4B9WTWWD28"


def lei(value: str = LEI) -> tuple[Identifier, ...]:
    return (Identifier(scheme="lei", value=value),)


def test_an_identifier_wins_whatever_the_name():
    party = entity("acme", "vendor", identifiers=lei(), country="US")
    found = Matcher(snapshot(party)).find(Wanted("Something else", country="KE", identifiers=(("lei", LEI.lower()),)))
    assert [(m.id, m.score, m.verdict) for m in found] == [("acme", 100, "same_identifier")]
    assert [r.words for r in found[0].reasons] == [
        f"the same LEI ({LEI})",
        "different countries (KE, US): speaks against",
    ]


def test_another_value_of_the_same_register_speaks_against():
    party = entity("acme", "vendor", identifiers=lei())
    assert one(party, name="Acme", identifiers=(("lei", OTHER_LEI),)) == [("acme", 70)]
    assert one(party, name="Acme", identifiers=(("vat", "DE123"),)) == [("acme", 100)]


def test_a_company_number_says_nothing_across_countries():
    number = (Identifier(scheme="company_number", value="0123"),)
    party = entity("acme", "vendor", country="GB", identifiers=number)
    assert one(party, name="Else", country="IE", identifiers=(("company_number", "0123"),)) == []
    assert one(party, name="Else", country="GB", identifiers=(("company_number", "0123"),)) == [("acme", 100)]


def test_website_country_and_kind_count():
    party = entity("acme-tools", "vendor", country="US", website="https://www.acme.example/en")
    assert one(party, name="Acme", website="acme.example") == [("acme-tools", 60)]
    assert one(party, name="Acme tos") == []
    assert one(party, name="Acme toolls") == [("acme-tools", 80)]
    assert one(party, name="Acme toolls", website="http://acme.example/") == [("acme-tools", 88)]
    assert one(party, name="Acme toolls", country="us") == [("acme-tools", 82)]
    assert one(party, name="Acme tools", country="KE") == [("acme-tools", 90)]
    assert one(party, name="Acme tools", kind="tool") == [("acme-tools", 85)]


def test_numbers_in_names_are_no_slips():
    assert one(entity("helpsteer-2", "dataset", name="HelpSteer2"), name="HelpSteer3") == []


def test_an_undisclosed_party_is_never_matched_by_name():
    hidden = entity("hidden", "undisclosed", name="Contractors of Acme in Nairobi")
    assert one(hidden, name=hidden.name) == []
    assert one(entity("acme", "vendor"), name="Acme", kind="undisclosed") == []
    judged = snapshot(hidden, entity("acme", "vendor"), same("hidden", "acme"))
    assert [m.id for m in Matcher(judged).find(Wanted(hidden.name))] == []


def test_parties_judged_the_same_answer_to_all_their_names_with_one_id():
    old = entity("old-firm", "vendor", name="Old Firm", names=(Name(name="Ancient Works"),), identifiers=lei())
    both = Matcher(snapshot(old, entity("new-firm", "vendor", name="New Firm"), same("old-firm", "new-firm")))
    assert [(m.id, m.matched) for m in both.find(Wanted("Ancient works"))] == [("new-firm", "Ancient Works")]
    assert [m.id for m in both.find(Wanted("x", identifiers=(("lei", LEI),)))] == ["new-firm"]


def test_pairs_that_may_be_one_party():
    parties = [
        entity("a-firm", "vendor", name="Gamma Works"),
        entity("b-firm", "outsourcer", name="Gamma Works Ltd"),
        entity("c-tool", "tool", name="Gamma Works"),
        entity("d-firm", "vendor", name="Delta"),
    ]
    assert [(left, m.id, m.score) for left, m in Matcher(snapshot(*parties)).pairs()] == [("a-firm", "b-firm", 100)]


def test_addresses_and_identifiers_are_read_as_they_are_meant():
    assert host_of("https://www.Acme.example:8080/a?b#c") == host_of("acme.example") == "acme.example"
    assert [host_of(text) for text in ("", "nothing", "https://github.com/acme", "://")] == [""] * 4
    assert read_identifier("wikidata", "https://www.wikidata.org/wiki/Q42") == ("wikidata", "Q42")
    assert read_identifier("opencorporates", "https://opencorporates.com/companies/gb/0123/") == (
        "opencorporates",
        "GB0123",
    )
    assert read_identifier("vat", "DE 123 456") == ("vat", "DE123456")
