"""A report is answered, mended and given a file from the command line and by programs, with nothing but its code."""

import io
import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from PIL import Image

from supplychain.cli import main
from supplychain.domain import reports as d
from supplychain.services import reports, review
from supplychain.services.desk import Desk
from supplychain.services.reports import Sender
from supplychain.store.database import Store
from supplychain.web.app import create_app
from tests.desk import Clock, desk_for, join
from tests.reports import EARLY, practice
from tests.web.conftest import settings_for


@pytest.fixture
def desk(seeded_sqlite_url: str, tmp_path: Path) -> Iterator[Desk]:
    with closing(Store(seeded_sqlite_url)) as store:
        yield desk_for(store, tmp_path, Clock())


def photograph() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (60, 40), "white").save(out, "JPEG")
    return out.getvalue()


def returned(desk: Desk) -> tuple[str, str]:
    """A report that came back, and its code."""
    report, code = reports.submit_report(desk, Sender(), practice())
    reviewer = join(desk, "rev@labour.example").person
    review.claim(desk, reviewer, report.id)
    version = review.look(desk, reviewer, report.id).report.version
    review.return_(desk, reviewer, report.id, version, d.Reason.UNCLEAR, "Since when?")
    return report.id, code


def test_from_the_command_line(desk: Desk, tmp_path: Path) -> None:
    id, code = returned(desk)

    def run(*words: str) -> Result:
        return CliRunner().invoke(main, ["report", *words], env={"SUPPLYCHAIN_DATABASE_URL": str(desk.store.url)})

    assert run("message", code, id, "Since 2025.").exit_code == 0
    picture = tmp_path / "payslip.jpg"
    picture.write_bytes(photograph())
    assert run("attach", code, id, str(picture)).exit_code == 0
    found = json.loads(run("follow", code, "--json").stdout)["reports"][0]
    assert found["messages"][-1]["text"] == "Since 2025."
    assert len(found["files"]) == 1
    found["content"]["tables"]["practices"][0]["start"] = "2025"
    rows = tmp_path / "rows.json"
    rows.write_text(json.dumps(found["content"]))
    answer = run("mend", code, id, str(rows), "--json")
    assert json.loads(answer.stdout)["state"] == "submitted"
    assert run("mend", code, id, str(rows)).exit_code == 1  # it is with the desk now
    rows.write_text("{")
    assert run("mend", code, id, str(rows)).exit_code == 1
    assert run("mend", "0000-0000-0000-0000-0000-0000", id, str(rows)).exit_code == 1


def test_by_programs(desk: Desk, tmp_path: Path) -> None:
    id, code = returned(desk)
    client = create_app(settings_for(str(desk.store.url), tmp_path), desk.store, desk).test_client()
    there, head = f"/api/v1/reports/{id}", {"Report-Code": code}
    assert client.post(f"{there}/files", data=photograph()).status_code == 404
    assert client.post(f"{there}/files", data=photograph(), headers=head).status_code == 201
    assert client.post(f"{there}/files", data=b"PK\x03\x04\xff", headers=head).status_code == 400
    content = client.get(there, headers=head).json["content"]
    wrong = {"tables": {**content["tables"], "practices": [{"id": "p-1", "practice": "dancing"}]}}
    answer = client.post(f"{there}/rows", data=json.dumps(wrong), headers=head)
    assert answer.status_code == 400
    assert "dancing" in answer.text
    assert client.get(there, headers=head).json["content"] == content
    for broken in ("[]", "{}", '{"tables": [1]}', "{"):
        assert client.post(f"{there}/rows", data=broken, headers=head).status_code in (400, 409)
    content["tables"]["practices"][0]["countries"] = ["KE", "UG"]
    answer = client.post(f"{there}/rows", data=json.dumps(content), headers=head)
    assert (answer.status_code, answer.json["state"]) == (200, "submitted")
    assert answer.json["content"]["tables"]["practices"][0]["countries"] == "KE|UG"


def test_own_pay_can_be_taken_back(desk: Desk) -> None:
    from tests.reports import pay

    report, code = reports.submit_report(desk, Sender(), pay())
    reviewer = join(desk, "rev@labour.example").person
    review.claim(desk, reviewer, report.id)
    review.accept(desk, reviewer, report.id, review.look(desk, reviewer, report.id).report.version, words=EARLY)
    assert reports.forget_own_pay(desk, Sender(code="0000-0000-0000-0000-0000-0000")) == 0
    assert reports.forget_own_pay(desk, Sender(code=code)) == 1
    assert reports.forget_own_pay(desk, Sender(code=code)) == 0
    with desk.store.writer("editor", "looking", desk.clock(), desk.chance) as writer:
        assert writer.own_reports() == {}
