"""Files of evidence: only what can be seen stays, few kinds are taken, and no file brings the program down."""

import io
import struct
import zlib

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name, Stream
from PIL import Image

from supplychain.domain.errors import Invalid
from supplychain.formats.evidence import Cleaned, clean
from supplychain.formats.evidence_limits import LARGEST, PAGES
from supplychain.formats.evidence_parts import beside_the_picture
from supplychain.formats.evidence_text import clean_text
from supplychain.formats.evidence_worker import clean_one
from tests.formats import nasty

PICTURES = {"JPEG": nasty.jpeg, "PNG": nasty.png, "WEBP": nasty.webp}


def refusal(data: bytes) -> str:
    """How a file is refused: what is wrong and how to mend it."""
    with pytest.raises(Invalid) as caught:
        clean(data)
    (problem,) = caught.value.problems
    assert (problem.where, problem.what[-1], problem.mend[-1]) == ("file", ".", ".")
    return f"{problem.what} {problem.mend}"


@pytest.mark.parametrize(
    ("kind", "media_type", "extension"),
    [("JPEG", "image/jpeg", "jpg"), ("PNG", "image/png", "png"), ("WEBP", "image/webp", "webp")],
)
def test_of_a_picture_the_pixels_stay(kind: str, media_type: str, extension: str) -> None:
    before = PICTURES[kind]()
    assert nasty.holds_mark(before)
    cleaned = clean(before)
    assert (cleaned.kind, cleaned.extension) == (media_type, extension)
    assert nasty.is_the_picture(cleaned.data)
    assert not nasty.holds_mark(cleaned.data)
    assert b"PK\x03\x04" not in cleaned.data
    assert b"script" not in cleaned.data
    assert beside_the_picture(kind, cleaned.data) == ()
    told = " ".join(cleaned.removed)
    assert all(word in told for word in ("EXIF", "profile", "behind the end"))
    assert ("animation" in told) == (kind == "WEBP")
    again = clean(cleaned.data)
    assert (again.kind, again.removed) == (media_type, ())
    with Image.open(io.BytesIO(cleaned.data)) as opened:
        opened.load()
        assert not set(opened.info) & {"exif", "xmp", "icc_profile", "comment", "photoshop"}
        assert getattr(opened, "n_frames", 1) == 1
        assert dict(opened.getexif()) == {}


@pytest.mark.parametrize("kind", PICTURES)
def test_a_picture_is_turned_before_its_direction_is_taken_off(kind: str) -> None:
    sideways = nasty.picture().transpose(Image.Transpose.ROTATE_90)
    turned = clean(nasty.saved(sideways, kind, exif=nasty.exif(6)))
    assert nasty.is_the_picture(turned.data)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16", "CMYK", "YCbCr"])
def test_every_way_to_write_pixels(mode: str) -> None:
    kind = "JPEG" if mode in ("CMYK", "YCbCr") else "PNG"
    image = nasty.picture().quantize() if mode == "P" else nasty.picture()
    image = Image.new("I;16", (64, 32), 51_400) if mode == "I;16" else image.convert(mode)
    cleaned = clean(nasty.saved(image, kind))
    with Image.open(io.BytesIO(cleaned.data)) as opened:
        assert (opened.size, opened.mode in ("L", "RGB")) == ((64, 32), True)
        if mode == "I;16":
            assert opened.getpixel((5, 5)) == 200
    if mode in ("RGBA", "CMYK", "YCbCr", "P"):
        assert nasty.is_the_picture(cleaned.data)


def test_what_lies_under_transparent_places_is_gone() -> None:
    hidden = nasty.picture().convert("RGBA")
    hidden.putalpha(0)
    for kind in ("PNG", "WEBP"):
        cleaned = clean(nasty.saved(hidden, kind, lossless=True, exact=True))
        assert any("transparent" in words for words in cleaned.removed)
        with Image.open(io.BytesIO(cleaned.data)) as opened:
            assert opened.convert("RGB").getextrema() == ((255, 255),) * 3


def test_a_moving_png_stands_still() -> None:
    second = Image.new("RGB", (64, 32), "green")
    cleaned = clean(nasty.saved(nasty.picture(), "PNG", save_all=True, append_images=[second]))
    assert nasty.is_the_picture(cleaned.data)
    assert any("animation" in words for words in cleaned.removed)


def _png_of(width: int, height: int) -> bytes:
    def chunk(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"\0" * 1_000_000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


@pytest.mark.parametrize("size", [(8_000, 8_000), (20_000, 5_000), (60_000, 60_000), (2**31 - 1, 2**31 - 1)])
def test_pictures_that_would_fill_the_memory(size: tuple[int, int]) -> None:
    assert "million pixels" in refusal(_png_of(*size))


@pytest.mark.parametrize("packed", [False, True])
def test_of_a_pdf_the_pages_stay(packed: bool) -> None:
    before = nasty.pdf(packed)
    assert nasty.holds_mark(nasty.unpacked(before))
    cleaned = clean(before)
    assert (cleaned.kind, cleaned.extension) == ("application/pdf", "pdf")
    inside = nasty.unpacked(cleaned.data)
    for data in (cleaned.data, inside):
        assert not nasty.holds_mark(data)
        assert b"PK\x03\x04" not in data
    words = b"JavaScript OpenAction EmbeddedFile Filespec Metadata PieceInfo Annot ICCBased OCG Exif /Info ActualText"
    assert [word for word in words.split() if word in inside] == []
    assert b"(Payslip of May) Tj" in inside
    with pikepdf.open(io.BytesIO(cleaned.data)) as opened:
        (page,) = opened.pages
        assert set(opened.Root.keys()) == {"/Type", "/Pages"}
        assert set(opened.trailer.keys()) <= {
            "/Root",
            "/Size",
            "/ID",
            "/Type",
            "/W",
            "/Length",
            "/Filter",
            "/DecodeParms",
            "/Index",
        }
        assert nasty.is_the_picture(page.Resources.XObject.Im.read_raw_bytes())
        assert page.Resources.XObject.Raw.read_bytes() == b"\xff\x00\x00" * 4
        assert list(page.cropbox) == [0, 0, 200, 200]
        assert b"Do" in page.Contents.read_bytes(), "the look of the comment is drawn"
    told = " ".join(cleaned.removed)
    for word in (
        "EXIF",
        "XMP",
        "scripts",
        "attached files",
        "comments",
        "crop",
        "layers",
        "behind the end",
        "names, titles",
    ):
        assert word in told, word


def test_a_pdf_is_written_the_same_way_each_time_and_keeps_nothing_of_its_old_number() -> None:
    first, second = clean(nasty.pdf()), clean(nasty.pdf())
    assert first == second
    assert first.data == clean(nasty.pdf(True)).data
    assert clean(first.data).removed == ()
    with pikepdf.open(io.BytesIO(nasty.pdf())) as old, pikepdf.open(io.BytesIO(first.data)) as new:
        assert bytes(old.trailer.ID[0]) not in first.data
        assert new.trailer.ID[0] == new.trailer.ID[1]


def _pdf(change: object = None, pages: int = 1, **saving: object) -> bytes:
    with pikepdf.new() as made:
        for _ in range(pages):
            made.add_blank_page(page_size=(100, 100))
        if callable(change):
            change(made)
        written = io.BytesIO()
        made.save(written, **saving)
        return written.getvalue()


def _draw(made: pikepdf.Pdf, **image: object) -> None:
    stream = Stream(made, image.pop("data", b""), Type=Name.XObject, Subtype=Name.Image, **image)
    made.pages[0].obj.Resources = Dictionary(XObject=Dictionary(Im=stream))


def _field(made: pikepdf.Pdf) -> None:
    field = Dictionary(
        Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T=nasty.MARK, V="Twelve hours", Rect=Array([10, 10, 90, 30]), F=4,
        DA="/Helv 12 Tf 0 g",
    )  # fmt: skip
    made.pages[0].obj.Annots = Array([made.make_indirect(field)])
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding)
    resources = Dictionary(Font=Dictionary(Helv=made.make_indirect(font)))
    made.Root.AcroForm = Dictionary(
        Fields=made.pages[0].obj.Annots, DR=resources, DA="/Helv 12 Tf 0 g", NeedAppearances=True
    )


def test_what_was_written_into_a_form_is_drawn() -> None:
    inside = nasty.unpacked(clean(_pdf(_field)).data)
    assert b"(Twelve hours) Tj" in inside
    assert b"AcroForm" not in inside
    assert not nasty.holds_mark(inside)


@pytest.mark.parametrize(
    "facts",
    [b"/W 2 /H 2 /BPC 8 /CS /G", b"/W 2 /H 2 /BPC 8 /CS /G /F /AHx", b"/W 2 /H 2 /BPC 8 /CS [/I /RGB 255 <00ff>]"],
)
def test_small_pictures_among_the_instructions_stay(facts: bytes) -> None:
    pixels = b"00ff00ff>" if b"AHx" in facts else b"\x00\xff\x00\xff"
    mark = nasty.MARK.encode()
    drawn = b"q 50 0 0 50 0 0 cm BI " + facts + b" /Secret (" + mark + b") ID " + pixels + mark + b"\nEI Q"
    before = _pdf(lambda made: made.pages[0].obj.update({"/Contents": Stream(made, drawn)}))
    cleaned = clean(before)
    assert not nasty.holds_mark(nasty.unpacked(cleaned.data))
    with pikepdf.open(io.BytesIO(cleaned.data)) as opened:
        (image,) = [s.iimage for s in pikepdf.parse_content_stream(opened.pages[0]) if hasattr(s, "iimage")]
        assert (image.width, image.height, image.read_raw_bytes().strip()) == (2, 2, b"00ff00ff>")


def test_remarks_and_words_that_are_not_drawn_go() -> None:
    mark = nasty.MARK.encode()

    def change(made: pikepdf.Pdf) -> None:
        remark = Stream(
            made, b"{ % " + mark + b"\n pop 0 0 0 }", FunctionType=4, Domain=[0, 1], Range=[0, 1, 0, 1, 0, 1]
        )
        shading = Dictionary(ShadingType=2, ColorSpace=Name.DeviceRGB, Coords=[0, 0, 1, 1], Function=remark)
        made.pages[0].obj.Resources = Dictionary(Shading=Dictionary(S=shading))
        made.pages[0].obj.Contents = Stream(made, b"(" + mark + b") gs /S sh % " + mark)

    inside = nasty.unpacked(clean(_pdf(change)).data)
    assert not nasty.holds_mark(inside)
    assert b"/S sh" in inside
    assert b"pop 0 0 0" in inside


def _xfa(made: pikepdf.Pdf) -> None:
    made.Root.AcroForm = Dictionary(Fields=Array([]), XFA=Stream(made, b"<xdp/>"))


def _to_be_blacked_out(made: pikepdf.Pdf) -> None:
    mark = Dictionary(Type=Name.Annot, Subtype=Name.Redact, Rect=Array([0, 0, 9, 9]))
    made.pages[0].obj.Annots = Array([made.make_indirect(mark)])


def _deep(made: pikepdf.Pdf) -> None:
    form = Stream(made, b"", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 1, 1]))
    for _ in range(300):
        inner = made.make_indirect(form)
        form = Stream(made, b"/X Do", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 1, 1]))
        form.Resources = Dictionary(XObject=Dictionary(X=inner))
    made.pages[0].obj.Resources = Dictionary(XObject=Dictionary(X=form))


def _bomb(made: pikepdf.Pdf) -> None:
    packed = zlib.compress(b"0 0 m\n" * 50_000_000, 1)
    made.pages[0].obj.Contents = Stream(made, packed, Filter=Name.FlateDecode)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (_pdf(encryption=pikepdf.Encryption(owner="a", user="b")), "locked with a password"),
        (_pdf(encryption=pikepdf.Encryption(owner="a", user="")), "locked with a password"),
        (_pdf(pages=0), "no pages"),
        (_pdf(pages=PAGES + 1), "more than 200"),
        (_pdf(_xfa), "XFA"),
        (_pdf(_to_be_blacked_out), "the words are still there"),
        (_pdf(_deep), "too deep"),
        (_pdf(lambda p: _draw(p, data=b"x", Filter=Name.JPXDecode, Width=1, Height=1)), "JPEG 2000"),
        (_pdf(lambda p: _draw(p, data=b"x", Width=10_000, Height=10_000)), "million pixels"),
        (_pdf(lambda p: _draw(p, data=b"x", Filter=Name.DCTDecode, Width=1, Height=1)), "broken"),
        (b"%PDF-1.7\nnothing", "broken"),
    ],
)
def test_pdfs_that_are_refused(data: bytes, words: str) -> None:
    assert words in refusal(data)


@pytest.mark.slow
def test_a_pdf_that_would_fill_the_memory() -> None:
    bomb = _pdf(_bomb, compress_streams=False)
    assert len(bomb) < LARGEST
    assert "too large" in refusal(bomb) or "too much" in refusal(bomb) or "broken" in refusal(bomb)


def _bomb_of_objects() -> bytes:
    """Objects packed in a stream that is ten thousand times as large when it is unpacked."""
    whole = b"1 0 <</Type/Catalog/Pages 2 0 R>>" + b" " * 1_500_000_000
    packer = zlib.compressobj(9)
    packed = (
        b"".join(packer.compress(whole[n : n + 10_000_000]) for n in range(0, len(whole), 10_000_000)) + packer.flush()
    )
    head = b"%%PDF-1.5\n3 0 obj<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length %d>>stream\n" % len(packed)
    first = head + packed + b"\nendstream endobj\n"
    rows = bytes([0, 0, 0, 0, 0, 2, 0, 0, 3, 0, 0, 0, 0, 0, 0, 1, *(10).to_bytes(3, "big"), 0])
    index = b"4 0 obj<</Type/XRef/Size 4/W[1 3 1]/Index[0 4]/Root 1 0 R/Length %d>>stream\n" % len(rows)
    return first + index + rows + b"\nendstream endobj\nstartxref\n%d\n%%%%EOF" % len(first)


@pytest.mark.slow
def test_packed_objects_that_would_fill_the_memory() -> None:
    bomb = _bomb_of_objects()
    assert len(bomb) < LARGEST
    assert refusal(bomb)


def test_text_and_tables() -> None:
    text = clean("\ufeffWe worked 12 hours,  \r\nand were paid for 8.\u200b\r".encode())
    assert (text.kind, text.extension) == ("text/plain", "txt")
    assert text.data == b"We worked 12 hours,\nand were paid for 8.\n"
    assert any("cannot be seen (1)" in words for words in text.removed)
    table = clean(b'day,paid,note\n2024-05-01,-5,"=cmd|x"\n2024-05-02,+7.50,@home\n2024-05-03,8,"- rest"\n')
    assert (table.kind, table.extension) == ("text/csv", "csv")
    assert table.data.splitlines()[1:] == [
        b"2024-05-01,-5,'=cmd|x",
        b"2024-05-02,+7.50,'@home",
        b"2024-05-03,8,'- rest",
    ]
    assert any("of 3 cells" in words for words in table.removed)
    assert clean(table.data).data == table.data
    assert clean("شكرا 👩‍🌾 می‌خواهم\n".encode()).data == "شكرا 👩‍🌾 می‌خواهم\n".encode()


@pytest.mark.parametrize(
    "data",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"\xef\xbb\xbf \n<!DOCTYPE html><p>x",
        b"<?xml version='1.0'?><x/>",
        b"{\\rtf1 x}",
        b"GIF89a\x01\x00\x01\x00\x80\xff\xff",
        nasty.zipped(),
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
        b"\0\0\0\x18ftypheic" + b"\0" * 40,
        b"MZ\x90\0\x03\0\0\0",
        b"\xff\xfet\0e\0x\0t\0",
        b"latin \xe4\xf6",
        b"a\0b",
        b"a\x1b[2Jb",
        b" \n",
        b"",
        b"x" * (LARGEST + 1),
        nasty.zipped() + nasty.pdf(),
        b"RIFF\x04\0\0\0WAVE",
    ],
)
def test_everything_else_is_refused(data: bytes) -> None:
    assert refusal(data)


def test_a_refusal_says_what_is_taken() -> None:
    assert "PDF, JPEG, PNG, WebP, plain text (TXT) and CSV are taken" in refusal(b"<html>")


def test_a_file_is_read_in_a_process_without_our_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONHOME", "/nowhere")  # no Python starts that is given this
    assert clean(nasty.png()).extension == "png"


WHOLE = {"PDF": nasty.pdf(), **{kind: make() for kind, make in PICTURES.items()}}


def _cleaned_or_refused(kind: str, data: bytes) -> None:
    """Clean in this process, which is quicker; whatever is no Invalid fails the test."""
    try:
        cleaned, removed = clean_one(kind, data)
    except Invalid:
        return
    assert cleaned
    assert all(removed)


# Pillow and pikepdf warn of what they pass over.
@pytest.mark.filterwarnings("ignore::UserWarning")
@settings(max_examples=150)
@given(st.sampled_from(sorted(WHOLE)), st.data())
def test_a_file_that_is_cut_short_is_cleaned_or_refused(kind: str, data: st.DataObject) -> None:
    whole = WHOLE[kind]
    _cleaned_or_refused(kind, whole[: data.draw(st.integers(0, len(whole)))])


@pytest.mark.filterwarnings("ignore::UserWarning")
@settings(max_examples=250)
@given(st.sampled_from(sorted(WHOLE)), st.lists(st.tuples(st.integers(0, 10**6), st.integers(1, 255)), max_size=12))
def test_a_file_with_wrong_bytes_is_cleaned_or_refused(kind: str, changes: list[tuple[int, int]]) -> None:
    whole = bytearray(WHOLE[kind])
    for place, change in changes:
        whole[place % len(whole)] ^= change
    _cleaned_or_refused(kind, bytes(whole))


@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
def test_any_bytes_are_cleaned_or_refused(data: bytes) -> None:
    try:
        cleaned = clean(data)
    except Invalid:
        return
    assert isinstance(cleaned, Cleaned)
    assert cleaned.data.decode().isprintable() or b"\n" in cleaned.data
    assert clean_text(cleaned.data)[:2] == (cleaned.extension, cleaned.data.decode())
