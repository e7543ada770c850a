"""A letter on paper: set by typst, with the address written out and as a QR code."""

import io
import json
import re
from datetime import UTC, datetime

import segno

from supplychain.assets import asset_dir
from supplychain.formats.letters import Letter


def write_letter_pdf(letter: Letter, link: str, sender: str, day: datetime) -> bytes:
    """Write it; the paragraph that is only the link stands beside its picture. The same letter gives the same bytes."""
    import typst  # heavy, and needed by nothing else

    drawn = io.BytesIO()
    segno.make(link, error="m", micro=False).save(drawn, kind="svg", border=0, scale=4)
    folder, day = asset_dir("templates") / "letters", day.astimezone(UTC)
    data = {
        "subject": letter.subject,
        "language": letter.language,
        "day": [day.year, day.month, day.day],
        "from": sender,
        "to": letter.to,
        "paragraphs": [part.strip("\n") for part in re.split(r"\n\n+", letter.text) if part.strip()],
        "link": link,
        "address_parts": re.findall(r"[^/.-]*[/.-]?", link),
        "qr": drawn.getvalue().decode(),
    }
    written: bytes = typst.compile(
        str(folder / "letter.typ"),
        root=str(folder),
        format="pdf",
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        pdf_standards="ua-1",
        timestamp=int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()),
    )
    return written
