"""What reaches or identifies a person is found; what only looks like it is left alone."""

import csv
import time
from pathlib import Path

import pytest

from supplychain.assets import asset_dir
from supplychain.formats.personal import find_personal


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("write to jane.doe@example.org.", "an e-mail address"),
        ("münchen.büro@straße.example", "an e-mail address"),
        ("call +254 700 123456 now", "a phone number"),
        ("WhatsApp +254700123456", "a phone number"),
        ("+49 (0)30/1234567", "a phone number"),
        ("0049 30 1234567", "a phone number"),
        ("tel. 030 1234567", "a phone number"),
        ("Phone: 1234567", "a phone number"),
        ("(415) 555-0100", "a phone number"),
        ("415-555-0100", "a phone number"),
        ("paid with 4111 1111 1111 1111", "the number of a payment card"),
        ("5500-0000-0000-0004", "the number of a payment card"),
        ("378282246310005", "the number of a payment card"),
        ("DE89 3704 0044 0532 0130 00", "the number of a bank account"),
        ("GB82WEST12345698765432", "the number of a bank account"),
        ("SSN 123-45-6789", "an identity number"),
        ("078-05-1120", "an identity number"),
        ("passport no. A123456", "an identity number"),
        ("national ID: 12345678", "an identity number"),
    ],
)
def test_found(text: str, what: str) -> None:
    found = find_personal(f"She said: {text}, and left.")
    assert found is not None
    assert (found.what, found.certain) == (what, True)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "25 000 000 workers and 1,234,567.89 dollars",
        "12 000 000 to 25 000 000 USD",
        "grew by +25 % since 2012",
        "from 2007-2010 mobile phone 2007-2010",
        "2023-01-18 to 2024-05-06, 12:30-14:45",
        "p. 12, 00:12:30-00:14:20",
        "pp. 123-456, 789-1011",
        "case 3:22-cv-07557, No. 1:20-cv-01234-ABC",
        "ISBN 978-0-262-04630-5",
        "doi 10.1145/3290605.3300773",
        "arXiv:2304.12345678",
        "4111 1111 1111 1112",
        "DE89370400440532013001",
        "see https://example.org/+4917012345678/jane@example.org",
        "www.example.org/4111111111111111",
        "Petition E071 of 2022",
        "the handle @sama and 3 @ 5 dollars",
        "a passport photo and 12 selfies",
        "signal 2023",
    ],
)
def test_left_alone(text: str) -> None:
    assert find_personal(text) is None


def test_a_title_before_a_name_is_only_to_be_looked_at() -> None:
    found = find_personal("as Ms. Wanjiru told us")
    assert found is not None
    assert (found.text, found.certain) == ("Ms. Wanjiru", False)
    assert find_personal("Ms told us") is None


def test_nothing_is_found_in_the_seeds() -> None:
    checked = 0
    for path in sorted(Path(asset_dir("seeds")).glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as stream:
            for row in csv.DictReader(stream):
                for name, text in row.items():
                    if name not in ("url", "website"):
                        found = find_personal(text)
                        assert found is None or not found.certain, (path.name, row, found)
                        checked += 1
    assert checked > 10_000


@pytest.mark.parametrize(
    "text", ["a" * 9_990 + "@", "1 " * 5_000, "+1" * 5_000, "A1" * 5_000, "a." * 5_000 + "@x", "(" * 10_000]
)
def test_no_text_takes_long(text: str) -> None:
    started = time.perf_counter()
    find_personal(text)
    assert time.perf_counter() - started < 0.5
