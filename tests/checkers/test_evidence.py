"""A cleaned PDF, read by a library that did not clean it: the page is there, and nothing else."""

import io
from collections.abc import Iterator

import pypdf
import pytest
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, StreamObject

from supplychain.formats.evidence import clean
from tests.formats import nasty


def everything(value: object, seen: set[int]) -> Iterator[bytes]:
    """Every name, text and stream that can be reached."""
    if isinstance(value, IndirectObject):
        if value.idnum in seen:
            return
        seen.add(value.idnum)
        value = value.get_object()
    if isinstance(value, StreamObject):
        yield value.get_data() if value.get("/Filter") != "/DCTDecode" else value._data
    if isinstance(value, DictionaryObject):
        for key, inner in value.items():
            yield key.encode()
            yield from everything(inner, seen)
    elif isinstance(value, ArrayObject):
        for inner in value:
            yield from everything(inner, seen)
    else:
        yield str(value).encode()


@pytest.mark.parametrize("packed", [False, True])
def test_a_cleaned_pdf(packed: bool) -> None:
    before = pypdf.PdfReader(io.BytesIO(nasty.pdf(packed)))
    assert any(nasty.holds_mark(piece) for piece in everything(before.trailer, set()))
    after = pypdf.PdfReader(io.BytesIO(clean(nasty.pdf(packed)).data))
    pieces = list(everything(after.trailer, set()))
    assert not any(nasty.holds_mark(piece) for piece in pieces)
    assert not {b"/JS", b"/AA", b"/Names", b"/Metadata", b"/Annots", b"/EF"} & set(pieces)
    assert (after.metadata, after.xmp_metadata, after.attachments, len(after.pages)) == (None, None, {}, 1)
    assert "Payslip of May" in after.pages[0].extract_text()
    assert nasty.is_the_picture(after.pages[0].images["/Im"].data)
