"""What somebody wrote in their own words: everything that reaches or identifies a person is found, with its place."""

import csv
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from supplychain.assets import asset_dir
from supplychain.formats.personal import Found, scan

KNOWN = ("Sama", "OpenAI", "Nairobi", "Kenya", "Amazon Mechanical Turk", "African Content Moderators Union", "Meta")


@pytest.mark.parametrize(
    ("text", "piece", "what"),
    [
        ("jane.doe@example.org", "jane.doe@example.org", "an e-mail address"),
        ("https://example.org/?to=jane@example.org", "jane@example.org", "an e-mail address"),
        ("ja\u200bne@exa\u00admple.org", "ja\u200bne@exa\u00admple.org", "an e-mail address"),
        ("ｊａｎｅ@example.org", "ｊａｎｅ@example.org", "an e-mail address"),
        ("jane (at) example (dot) org", "jane (at) example (dot) org", "what looks like an e-mail address"),
        ("+254 700 123456", "+254 700 123456", "a phone number"),
        ("simu 712 345 678", "simu 712 345 678", "a phone number"),
        ("teléfono: 55 1234 5678", "teléfono: 55 1234 5678", "a phone number"),
        ("0712 345678", "0712 345678", "what may be a phone number"),
        ("٠٧١٢٣٤٥٦٧٨", "٠٧١٢٣٤٥٦٧٨", "what may be a phone number"),
        ("4111 1111 1111 1111", "4111 1111 1111 1111", "the number of a payment card"),
        ("1234 4111 1111 1111 1111", "4111 1111 1111 1111", "the number of a payment card"),
        ("DE89 3704 0044 0532 0130 00 and", "DE89 3704 0044 0532 0130 00", "the number of a bank account"),
        ("gb82west12345698765432", "gb82west12345698765432", "the number of a bank account"),
        ("kitambulisho 12345678", "kitambulisho 12345678", "an identity number"),
        ("cédula: 1.023.456", "cédula: 1.023.456", "an identity number"),
        ("DNI 12345678Z", "DNI 12345678Z", "an identity number"),
        ("@grace_w", "@grace_w", "the name of an account"),
        ("telegram: gracew", "telegram: gracew", "the name of an account"),
        ("t.me/gracew", "t.me/gracew", "a link to a messenger"),
        ("https://wa.me/254700123456", "wa.me/254700123456", "a link to a messenger"),
        ("https://www.linkedin.com/in/grace-w-1", "linkedin.com/in/grace-w-1", "a link to a profile"),
        ("employee no. K-4471", "employee no. K-4471", "the number of an employee, badge or ticket"),
        ("badge 77812", "badge 77812", "the number of an employee, badge or ticket"),
        ("Ticket #ABC-12345", "Ticket #ABC-12345", "the number of an employee, badge or ticket"),
        ("my worker ID is A1B2C3D4", "worker ID is A1B2C3D4", "the number of an employee, badge or ticket"),
        ("Personalnummer: 44781", "Personalnummer: 44781", "the number of an employee, badge or ticket"),
        ("nambari ya mfanyakazi 12345", "nambari ya mfanyakazi 12345", "the number of an employee, badge or ticket"),
        ("número de empleado es 99812", "número de empleado es 99812", "the number of an employee, badge or ticket"),
        ("numero ng empleado ay 99812", "numero ng empleado ay 99812", "the number of an employee, badge or ticket"),
        ("born on 3 May 1991", "born on 3 May 1991", "a date of birth"),
        ("geboren am 12.3.1990", "geboren am 12.3.1990", "a date of birth"),
        ("tarehe ya kuzaliwa: 03/05/1991", "tarehe ya kuzaliwa: 03/05/1991", "a date of birth"),
        ("nací el 3 de mayo de 1991", "nací el 3 de mayo de 1991", "a date of birth"),
        ("born in 1991", "born in 1991", "what may be the year of a birth"),
        ("case 99887766554", "99887766554", "a long number, which may stand for a person"),
    ],
)
def test_found_with_its_place(text: str, piece: str, what: str) -> None:
    for before, after in (("", ""), ("They wrote: ", ", and left."), ("été\u200b ", "\nthen")):
        whole = f"{before}{text}{after}"
        found = [f for f in scan(whole) if f.what == what]
        assert [(f.text, whole[f.start : f.end]) for f in found] == [(piece, piece)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Grace Wanjiru told me that it was so.", ["Grace Wanjiru"]),
        ("It was Grace Wanjiru’s idea, and J. K. Otieno knew.", ["Grace Wanjiru", "J. K. Otieno"]),
        ("Yesterday Maria de la Cruz and Jean-Pierre O'Neil left.", ["Maria de la Cruz", "Jean-Pierre O'Neil"]),
        ("GRACE WANJIRU signed it.", ["GRACE WANJIRU"]),
        ("My supervisor Peter shouted; Ms. Achieng did not.", ["Peter", "Ms. Achieng"]),
        ("Ich heiße Anna. Meine Kollegin Petra und Herr Müller auch.", ["Anna", "Petra", "Herr Müller"]),
        ("Jina langu ni Amina, bosi Juma alikuwa hapo.", ["Amina", "Juma"]),
        ("Me llamo Rosa y mi jefe Carlos no paga.", ["Rosa", "Carlos"]),
        ("Ang pangalan ko ay Liza.", ["Liza"]),
        ("In Nairobi Kenya Grace Wanjiru works for Sama.", ["Grace Wanjiru"]),
    ],
)
def test_what_may_be_a_name_is_to_be_looked_at(text: str, names: list[str]) -> None:
    found = scan(text, KNOWN)
    assert [f.text for f in found] == names
    assert not any(f.certain for f in found)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Workers at Sama in Nairobi labelled data for OpenAI.",
        "Workers at Sama's site in Nairobi, Kenya labelled data for OpenAI (@openai), 9 hours a day.",
        "The African Content Moderators Union and Amazon Mechanical Turk were named in May 2023. On Monday Meta said nothing.",
        "They get 1.32 USD an hour, 2023-01-18 to 2024-05-06, 12:30-14:45, and 25 000 000 in all.",
        "From 01-05-2023 on, 12/06/2023 too, every Worker was told. Nobody There complained.",
        "Nie 2019, immer 2020: Am Montag kam die Firma Sama nach Nairobi.",
        "Content Moderation is Human Resources work; Quality Assurance and Machine Learning Teams know.",
        "see https://example.org/Grace/Wanjiru/4111111111111111",
    ],
)
def test_left_alone(text: str) -> None:
    assert scan(text, KNOWN) == ()


def test_no_more_is_shown_than_is_needed() -> None:
    email, name = scan("jane.doe@example.org knows Grace Wanjiru")
    assert (email.shown, name.shown) == ("ja…g", "Grace Wanjiru")
    assert "jane" not in repr(email)
    assert Found("a phone number", "12345").shown == "…"
    assert len(Found("a name", "x" * 500, certain=False).shown) == 40


def test_few_finds_are_wrong_where_no_worker_is_named() -> None:
    seeds = Path(asset_dir("seeds"))

    def column(file: str, name: str) -> list[str]:
        with (seeds / file).open(encoding="utf-8", newline="") as stream:
            return [row[name] for row in csv.DictReader(stream) if row[name]]

    known = [*column("entities.csv", "name"), *column("names.csv", "name")]
    texts = [text for file in ("practices.csv", "wages.csv", "links.csv") for text in column(file, "note")]
    found = [f for text in texts for f in scan(text, known)]
    assert len(texts) > 500
    assert not [f for f in found if f.certain]
    assert len(found) < len(texts) / 20


def _with_check_digit(digits: str) -> str:
    for last in "0123456789":
        whole = [int(c) for c in digits + last][::-1]
        if sum(sum(divmod(2 * d, 10)) if place % 2 else d for place, d in enumerate(whole)) % 10 == 0:
            return digits + last
    raise AssertionError


def _iban(country: str, account: str) -> str:
    number = int("".join(str(int(c, 36)) for c in f"{account}{country}00"))
    return f"{country}{98 - number % 97:02}{account}"


def _grouped(text: str, by: str) -> str:
    return by.join(text[n : n + 4] for n in range(0, len(text), 4))


_DIGITS = st.text("0123456789", min_size=14, max_size=14)
_LABEL = st.from_regex(r"[a-z0-9]([a-z0-9-]{0,8}[a-z0-9])?", fullmatch=True)
_LOCAL = st.from_regex(r"[a-z0-9][\w.+-]{0,20}[a-z0-9]", fullmatch=True)
EMAILS = st.builds("{}@{}.{}".format, _LOCAL, _LABEL, st.sampled_from(("org", "co.ke", "museum")))
PHONES = st.builds(
    lambda code, rest, by: f"+{code}{by}{by.join((rest[:3], rest[3:6], rest[6:9]))}",
    st.integers(1, 999),
    _DIGITS,
    st.sampled_from(("", " ", "-", ".")),
)
CARDS = st.builds(
    lambda first, rest, by: _grouped(_with_check_digit(first + rest), by),
    st.sampled_from("45"),
    _DIGITS,
    st.sampled_from(("", " ", "-")),
)
IBANS = st.builds(
    lambda country, account, by: _grouped(_iban(country, account), by),
    st.sampled_from(("DE", "GB", "KE", "ES")),
    st.text("0123456789ABCXYZ", min_size=18, max_size=18),
    st.sampled_from(("", " ")),
)
AROUND = st.text(st.characters(exclude_categories=("N", "Cs"), exclude_characters="@\0"), max_size=60)


@settings(max_examples=300)
@given(AROUND, EMAILS | PHONES | CARDS | IBANS, AROUND, st.sampled_from((" ", "\n", "  ")))
def test_whatever_reaches_a_person_is_found_wherever_it_stands(before: str, piece: str, after: str, gap: str) -> None:
    text = f"{before}{gap}{piece}{gap}{after}"
    start = len(before) + len(gap)
    covered = {place for found in scan(text) if found.certain for place in range(found.start, found.end)}
    assert set(range(start, start + len(piece))) <= covered


@settings(max_examples=200)
@given(st.text() | st.text("aA1+@. -():/=’\u200b"), st.lists(st.text(max_size=10), max_size=5))
def test_any_text_can_be_looked_through(text: str, known: list[str]) -> None:
    found = scan(text, known)
    assert list(found) == sorted(found, key=lambda f: (f.start, f.end))
    for one in found:
        assert one.text
        assert text[one.start : one.end] == one.text
    for first, second in pairwise(found):
        assert first.end <= second.start


_PIECES = (
    "a|a@|a.|1 |+1|A1|A1 |AA11 |(|0|4111 |id no |id: |tel |born |Aa |A. |@a|t.me/|Mr. |Aa-|my name is |  |de |a (at) |1.1.|"
    "\u200b|’s|0-|line: "
)


@pytest.mark.parametrize("piece", _PIECES.split("|"))
def test_no_text_takes_long(piece: str) -> None:
    # A pattern that went astray would not come back at all: the test needs no clock.
    scan((piece * 10_000)[:10_000], KNOWN)
