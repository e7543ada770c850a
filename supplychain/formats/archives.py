"""Writes several files as one ZIP: the same files give the same bytes."""

import io
import zipfile
from collections.abc import Iterable
from datetime import datetime


def write_zip(files: Iterable[tuple[str, bytes]], day: datetime) -> bytes:
    """Pack files by name, in their order; every one bears the day that is given."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files:
            entry = zipfile.ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            archive.writestr(entry, data)
    return out.getvalue()
