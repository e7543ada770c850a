"""Receipts: the same bytes for the same question at the same revision, whatever comes later; and what is no receipt."""

import json
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from supplychain.domain.errors import NotFound, Refused, StoreError
from supplychain.domain.receipt import Became, Receipt
from supplychain.domain.records import Judgement, Link, Wage
from supplychain.formats import receipts as f
from supplychain.services import receipt as r
from supplychain.services.receipt import Verdict
from supplychain.services.receipt_keys import ReceiptKeys, load_keys
from supplychain.store import migrate
from supplychain.store.database import Store
from tests import factories as made

LATER = datetime(2030, 5, 6, 7, tzinfo=UTC)
SEED, OTHER = "A" * 43, "B" * 42 + "A"
SUBJECTS = ["chatgpt", "microsoft-copilot", "sama", "openai", "cloudfactory", "livecell"]


@pytest.fixture
def keys(tmp_path: Path) -> ReceiptKeys:
    return load_keys(SEED, tmp_path / "keys")


@pytest.fixture
def store(seeded_url: str) -> Iterator[Store]:
    with closing(Store(seeded_url)) as found:
        yield found


def fixed(store: Store, about: str, keys: ReceiptKeys, as_of: int | None = None) -> bytes:
    with store.view(as_of) as view:
        return r.fix_dossier(view, about, keys)[1]


def checked(store: Store, keys: ReceiptKeys, data: bytes) -> r.Checked:
    with store.view() as view:
        return r.check_receipt(view, keys, data)


def writer(store: Store):
    return store.writer("editor", "for a test", LATER, lambda: "1" * 32)


@cache
def as_fixed_elsewhere() -> dict[str, bytes]:
    """What the other database gave: filled by whichever comes first."""
    return {}


@pytest.mark.parametrize("about", SUBJECTS)
def test_both_databases_give_the_same_bytes(store: Store, keys: ReceiptKeys, about: str) -> None:
    first = as_fixed_elsewhere().setdefault(about, fixed(store, about, keys))
    assert fixed(store, about, keys) == first
    lines = first.split(b"\n")
    assert len(lines) == 4
    assert lines[1] == f.canonical(json.loads(lines[1]))
    assert b"clean" not in first
    assert b"this database held" in first


def test_years_later_the_same_question_gives_the_same_bytes(store: Store, keys: ReceiptKeys) -> None:
    """What comes in between: another claim, a merge, a withdrawal, a redaction of a claim and of the party itself."""
    before = {about: fixed(store, about, keys) for about in SUBJECTS}
    with store.view() as view:
        snapshot = view.snapshot()
        receipt, _ = r.fix_dossier(view, "chatgpt", keys)
        ids = [c.id for c in receipt.claims]
        link = next(c for i in ids if isinstance(c := snapshot.claims[i], Link) and c.subject == "openai")
        wage = next(c for i in ids if isinstance(c := snapshot.claims[i], Wage))
        gone = next(i for i in ids if snapshot.claims[i].kind == "practice")
        rows = {
            "claim_version": view.claim_history(gone)[-1].row,
            "entity_version": view.entity_history("sama")[-1].row,
        }
    with writer(store) as write:
        write.put(
            [
                link.model_copy(update={"withdrawn_reason": "a test says so"}),
                wage.model_copy(update={"note": "said otherwise"}),
                made.link("l-new", "chatgpt", "data_work_by", "clickworker", "chatgpt", citations=link.citations),
                Judgement(left="chatgpt", right="livecell", judgement="same", reason="a test says so"),
                Judgement(left="majorel", right="sama", judgement="same", reason="a test says so"),
            ]
        )
    with writer(store) as write:
        for table, row in rows.items():
            write.redact(table, row, "to protect somebody")
    for about, was in before.items():
        assert fixed(store, about, keys, as_of=1) == was
        found = checked(store, keys, was)
        assert (found.verdict, found.same_again) == (Verdict.GENUINE, True)
    with store.view() as view:
        answer = r.show_receipt(view, 1, "chatgpt", keys)
        again = r.show_receipt(view, 3, "chatgpt", keys)
    became = {row.claim: row for row in answer.since.rows}
    assert became[link.id].became is Became.WITHDRAWN
    assert became[wage.id].became is Became.CHANGED
    assert (became[wage.id].recorded_in, became[wage.id].recorded_now) == (1, 2)
    assert became["l-new"].became is Became.NEW
    assert became[gone].redacted
    assert answer.since.count(Became.SAME) > 0
    assert answer.file.encode() == before["chatgpt"]
    assert {row.became for row in again.since.rows} == {Became.SAME}


def test_the_tables_may_go_down_and_up_again(migrated_url: str, keys: ReceiptKeys) -> None:
    with closing(Store(migrated_url)) as store:
        with writer(store) as write:
            write.put(
                [
                    made.source(),
                    made.entity("chatgpt"),
                    made.entity("openai", "vendor"),
                    made.entity("sama", "outsourcer"),
                    made.link("l-0", "chatgpt", "provided_by", "openai"),
                    made.link("l-1", "openai", "data_work_by", "sama", "chatgpt", countries=("KE",)),
                    made.wage("w-1", "sama"),
                    made.practice("p-1", "sama"),
                ]
            )
        before = fixed(store, "chatgpt", keys)
    migrate.downgrade(migrated_url, "0003")
    migrate.upgrade(migrated_url)
    with closing(Store(migrated_url)) as store:
        assert fixed(store, "chatgpt", keys) == before
        assert checked(store, keys, before).genuine


# -- what is no receipt, or not this one -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, ReceiptKeys, bytes]]:
    """A small database and a receipt of it."""
    folder = tmp_path_factory.mktemp("receipts")
    url = f"sqlite:///{folder / 'small.db'}"
    migrate.upgrade(url)
    keys = load_keys(SEED, folder / "keys")
    with closing(Store(url)) as store:
        with pytest.raises(Refused), store.view() as view:
            r.fix_dossier(view, "chatgpt", keys)
        with writer(store) as write:
            write.put([made.source(), made.entity("chatgpt"), made.entity("openai", "vendor")])
            write.put([made.link("l-0", "chatgpt", "provided_by", "openai")])
        yield store, keys, fixed(store, "chatgpt", keys)


def signed(keys: ReceiptKeys, **changes: object) -> bytes:
    """A receipt with a right signature and other content."""
    content = Receipt(
        about="chatgpt",
        revision=1,
        recorded_at="2030-05-06T07:00:00Z",
        revision_hash="0" * 64,
        steps_rule=1,
        claims=(),
        gaps=(),
        open_questions=(),
        criteria=(),
        answer_digest="0" * 64,
    ).model_dump(mode="json")
    body = f.canonical(content | changes)
    return f.write_receipt(body, keys.fingerprint, keys.sign(body))


def test_every_way_of_being_wrong_is_told(small, tmp_path: Path) -> None:
    store, keys, good = small
    whole = json.loads(good)
    others = load_keys(OTHER, tmp_path / "others")
    body = good.split(b"\n")[1]
    double = good.replace(b'{"receipt":', b'{"key":"' + b"0" * 64 + b'","receipt":', 1)
    cases = {
        Verdict.GENUINE: [good, json.dumps(whole, indent=4).encode(), b"\xef\xbb\xbf" + good, good.replace(b"\n", b"\r\n")],
        Verdict.CHANGED: [
            good.replace(b'"revision":1', b'"revision":2'),
            good.replace(b'"claims":[', b'"claims":[{"id":"l-9"},'),
            good.replace(b"it is no sign", b"it is a sign"),
            json.dumps(whole | {"signature": "A" * 86 + "=="}).encode(),
            json.dumps(whole | {"receipt": {}}).encode(),
        ],
        Verdict.OTHER_KEY: [fixed(store, "chatgpt", others), json.dumps(whole | {"key": "0" * 64}).encode()],
        Verdict.CUT_OFF: [good[: len(good) // 2], good[:-3], body[:0] + b'{"receipt":\n' + body, b'{"receipt":'],
        Verdict.NO_RECEIPT: [
            b"", b" ", b"hello", b"null", b"[]", b"{}", b'{"a":1}', body, b"\xff\xfe\x00", b"%PDF-1.7", double,
            b"[" * 100_000, b'{"receipt":' * 50_000,
            json.dumps(whole | {"more": 1}).encode(),
            json.dumps(whole | {"key": None}).encode(),
            json.dumps(whole | {"signature": "short"}).encode(),
            json.dumps(whole | {"receipt": [1]}).encode(),
            good.replace(b'"revision":1', b'"revision":' + b"9" * 5000),
            good.replace(b'"revision":1', b'"revision":9007199254740993'),
            good.replace(b'"revision":1', b'"revision":1e3'),
            good.replace(b'"revision":1', b'"revision":NaN'),
            good.replace(b'"about":"chatgpt"', b'"about":"chatgpt","about":"sama"'),
            good.replace(b'"about":"chatgpt"', b'"about":"\\ud800"'),
        ],
        Verdict.TOO_LARGE: [good + b" " * f.LARGEST],
        Verdict.NOT_HELD: [signed(keys), signed(keys, revision=7)],
        Verdict.NEWER: [signed(keys, version=2), signed(keys, more="yes")],
    }  # fmt: skip
    assert set(cases) == set(Verdict) == set(r.VERDICTS)
    for verdict, files in cases.items():
        for data in files:
            if data == b'{"receipt":' * 50_000:
                assert checked(store, keys, data).verdict in (Verdict.NO_RECEIPT, Verdict.CUT_OFF)
                continue
            found = checked(store, keys, data)
            assert found.verdict is verdict, data[:80]
            assert found.words.endswith(".")
            assert "%(" not in found.words
            assert (found.receipt is not None) == (verdict in (Verdict.GENUINE, Verdict.NOT_HELD))


@given(data=st.data())
@settings(max_examples=200)
def test_nothing_but_what_was_signed_is_genuine(small, data) -> None:
    """Whatever one byte becomes, it is told, unless the file means the same still."""
    store, keys, good = small
    at = data.draw(st.integers(0, len(good) - 1))
    other = data.draw(st.binary(max_size=3))
    wrong = good[:at] + other + good[at + 1 :]
    found = checked(store, keys, wrong)
    if found.genuine:
        assert json.loads(wrong) == json.loads(good)


@given(st.binary(max_size=300) | st.text(max_size=200).map(lambda t: f'{{"receipt":{t}'.encode("utf-8", "replace")))
def test_no_bytes_break_the_check(small, data: bytes) -> None:
    store, keys, _ = small
    assert not checked(store, keys, data).genuine


def test_the_first_version_of_the_rules_on_gaps_is_not_written_so_that_older_receipts_stay_the_same(small) -> None:
    store, keys, data = small
    found = checked(store, keys, data).receipt
    assert found is not None
    assert (b"gaps_rule" in data, found.gaps_rule) == (False, 1)
    assert b'"gaps_rule":2' in f.body_of(found.model_copy(update={"gaps_rule": 2}))


def test_who_asks_for_what_is_not_there_hears_so(small) -> None:
    store, keys, _ = small
    with store.view() as view:
        for revision, id in ((0, "chatgpt"), (2, "chatgpt"), (1, "nobody")):
            with pytest.raises(NotFound):
                r.show_receipt(view, revision, id, keys)


# -- keys --------------------------------------------------------------------------------------------------------------


def test_after_a_change_of_key_older_receipts_verify(small, tmp_path: Path) -> None:
    store, _, _ = small
    old = load_keys(SEED, tmp_path / "keys")
    receipt = fixed(store, "chatgpt", old)
    new = load_keys(OTHER, tmp_path / "keys")
    assert new.fingerprint != old.fingerprint
    assert set(new.known) == {old.fingerprint, new.fingerprint}
    assert checked(store, new, receipt).genuine
    now = fixed(store, "chatgpt", new)
    assert now != receipt
    assert now.split(b"\n")[1] == receipt.split(b"\n")[1], "what is signed does not depend on the key"
    assert set(load_keys(SEED, tmp_path / "keys").known) == set(new.known)


@pytest.mark.parametrize("seed", ["", "A" * 42, "A" * 44, "ä" * 43, "A" * 42 + "+", "!" * 43])
def test_what_is_no_key_is_refused(tmp_path: Path, seed: str) -> None:
    with pytest.raises(StoreError, match="32 bytes"):
        load_keys(seed, tmp_path / "keys")


def test_a_broken_key_in_the_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "old.pem").write_text("not a key")
    with pytest.raises(StoreError, match=r"old\.pem"):
        load_keys(SEED, tmp_path)
