"""Files of evidence with everything in them that must come off. MARK stands wherever something can be hidden."""

import io
import struct
import zipfile
import zlib
from functools import cache

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream, String
from PIL import Image, ImageCms, ImageDraw, PngImagePlugin

MARK = "Rosalind-4711"
_MARK = MARK.encode()
_XMP = f"<x:xmpmeta xmlns:x='adobe:ns:meta/'><creator>{MARK}</creator></x:xmpmeta>".encode()
RED, BLUE = (200, 30, 30), (30, 30, 200)


def picture(size: tuple[int, int] = (64, 32)) -> Image.Image:
    """Red on the left, blue on the right."""
    made = Image.new("RGB", size, RED)
    ImageDraw.Draw(made).rectangle((size[0] // 2, 0, size[0], size[1]), fill=BLUE)
    return made


def is_the_picture(data: bytes, size: tuple[int, int] = (64, 32)) -> bool:
    """Tell whether the picture can still be seen."""
    with Image.open(io.BytesIO(data)) as opened:
        shown = opened.convert("RGB")
    left, right = shown.getpixel((8, size[1] // 2)), shown.getpixel((size[0] - 8, size[1] // 2))
    near = all(abs(a - b) < 25 for a, b in zip((*left, *right), (*RED, *BLUE), strict=True))
    return shown.size == size and near


def exif(orientation: int = 1) -> bytes:
    """EXIF with a place, a device and a small picture."""
    made = Image.Exif()
    made[0x0112], made[0x010F], made[0x013B] = orientation, MARK, MARK
    made.get_ifd(0x8825).update({1: "N", 2: (1.0, 17.0, 31.0), 29: MARK})
    made.get_ifd(0x8769).update({0xA431: MARK, 0x927C: _MARK})
    return made.tobytes()


def saved(image: Image.Image, kind: str, **more: object) -> bytes:
    """Save a picture."""
    written = io.BytesIO()
    image.save(written, kind, **more)
    return written.getvalue()


def zipped() -> bytes:
    """A packed folder."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as folder:
        folder.writestr("inside.txt", MARK)
    return written.getvalue()


def profile() -> bytes:
    """The colour profile of somebody's screen."""
    made = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    place = made.find("sRGB".encode("utf-16-be"))
    return bytes(made[:place] + MARK.encode("utf-16-be")[:8] + made[place + 8 :])


@cache
def jpeg() -> bytes:
    """A JPEG with EXIF, XMP, a comment, a profile, a foreign segment, and a packed folder and a page behind its end."""
    made = saved(picture(), "JPEG", exif=exif(), comment=_MARK, icc_profile=profile(), xmp=_XMP, quality=95)
    foreign = b"\xff\xed" + struct.pack(">H", len(_MARK) + 2) + _MARK
    return made[:2] + foreign + made[2:] + zipped() + b"<script>" + _MARK + b"</script>"


@cache
def png() -> bytes:
    """A PNG with EXIF, texts of all three kinds, a profile, a foreign chunk, and a page behind its end."""
    info = PngImagePlugin.PngInfo()
    info.add_text("Author", MARK)
    info.add_text("Comment", MARK, zip=True)
    info.add_itxt("XML:com.adobe.xmp", _XMP.decode())
    made = saved(picture(), "PNG", exif=exif(), pnginfo=info, icc_profile=profile())
    foreign = struct.pack(">I", len(_MARK)) + b"prVt" + _MARK + struct.pack(">I", zlib.crc32(b"prVt" + _MARK))
    return made[:33] + foreign + made[33:] + b"<html><script>" + _MARK + b"</script></html>"


@cache
def webp() -> bytes:
    """A moving WebP with EXIF, XMP and a profile, and a packed folder behind its end."""
    second = Image.new("RGB", (64, 32), "green")
    return (
        saved(
            picture(),
            "WEBP",
            exif=exif(),
            xmp=_XMP,
            icc_profile=profile(),
            save_all=True,
            append_images=[second],
            quality=95,
        )
        + zipped()
    )


def _page(pdf: pikepdf.Pdf) -> pikepdf.Page:
    """A page with a picture in it, and marks in every place that holds one."""
    image = Stream(pdf, jpeg())
    image.update({"/Type": Name.XObject, "/Subtype": Name.Image, "/Width": 64, "/Height": 32, "/BitsPerComponent": 8})
    image.ColorSpace, image.Filter = Array([Name.ICCBased, Stream(pdf, profile(), N=3)]), Name.DCTDecode
    image.Metadata = Stream(pdf, _XMP)
    raw = Stream(pdf, b"\xff\x00\x00" * 4 + _MARK)
    raw.update({"/Type": Name.XObject, "/Subtype": Name.Image, "/Width": 2, "/Height": 2, "/BitsPerComponent": 8})
    raw.ColorSpace = Name.DeviceRGB
    form = Stream(pdf, b"% " + _MARK + b"\n/Span <</ActualText (" + _MARK + b")>> BDC 0 0 10 10 re f EMC")
    form.update({"/Type": Name.XObject, "/Subtype": Name.Form, "/BBox": Array([0, 0, 10, 10])})
    form.PieceInfo, form.LastModified = Dictionary(A=String(MARK)), String(MARK)
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Secret=String(MARK))
    draws = f"% {MARK}\n/OC /hidden BDC q 128 0 0 64 36 100 cm /Im Do Q EMC BT /F 12 Tf 36 50 Td (Payslip of May) Tj ET /Fm Do"
    return pikepdf.Page(
        Dictionary(
            Type=Name.Page,
            MediaBox=Array([0, 0, 200, 200]),
            CropBox=Array([0, 0, 150, 190]),
            Resources=Dictionary(
                XObject=Dictionary(Im=image, Raw=raw, Fm=form),
                Font=Dictionary(F=font),
                Properties=Dictionary(hidden=Dictionary(Type=Name.OCG, Name=String(MARK))),
            ),
            Contents=Stream(pdf, draws.encode()),
            Metadata=Stream(pdf, _XMP),
            PieceInfo=Dictionary(App=Dictionary(Private=String(MARK))),
            LastModified=String(MARK),
            Thumb=Stream(pdf, _MARK, Width=1, Height=1),
            AA=Dictionary(O=_script()),
        )
    )


def _script() -> Dictionary:
    return Dictionary(S=Name.JavaScript, JS=String(f"app.alert('{MARK}')"))


def _notes(pdf: pikepdf.Pdf) -> Array:
    look = Stream(pdf, b"0 0 1 rg 0 0 20 20 re f", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 20, 20]))
    box, shown = Array([150, 150, 170, 170]), Dictionary(N=look)
    link = Dictionary(S=Name.URI, URI=String(f"https://example.org/{MARK}"))
    note = {"Type": Name.Annot, "Rect": box, "F": 4}
    return Array(
        [
            pdf.make_indirect(Dictionary(Subtype=Name.Link, A=link, **note)),
            pdf.make_indirect(Dictionary(Subtype=Name.Square, T=String(MARK), Contents=String(MARK), AP=shown, **note)),
            pdf.make_indirect(Dictionary(Subtype=Name.FileAttachment, FS=_file(pdf), **note)),
        ]
    )


def _file(pdf: pikepdf.Pdf) -> Dictionary:
    inside = Stream(pdf, zipped(), Type=Name.EmbeddedFile)
    return Dictionary(Type=Name.Filespec, F=String(f"{MARK}.zip"), EF=Dictionary(F=inside))


@cache
def pdf(packed: bool = False) -> bytes:
    """A PDF with all of it; `packed` hides the objects in streams, as programs do."""
    with pikepdf.new() as made:
        made.pages.append(_page(made))
        made.pages[0].obj.Annots = _notes(made)
        made.docinfo["/Author"], made.docinfo["/Secret"] = MARK, MARK
        root = made.Root
        root.Metadata = made.make_stream(_XMP, Type=Name.Metadata, Subtype=Name.XML)
        root.OpenAction, root.AA = _script(), Dictionary(WC=_script())
        names = Array([String(MARK), _file(made)])
        scripts = Array([String(MARK), _script()])
        root.Names = Dictionary(EmbeddedFiles=Dictionary(Names=names), JavaScript=Dictionary(Names=scripts))
        root.Outlines = made.make_indirect(Dictionary(Title=String(MARK)))
        root.AF, root.PieceInfo = Array([_file(made)]), Dictionary(A=String(MARK))
        root.OCProperties = Dictionary(OCGs=Array([Dictionary(Type=Name.OCG, Name=String(MARK))]))
        written = io.BytesIO()
        mode = pikepdf.ObjectStreamMode.generate if packed else pikepdf.ObjectStreamMode.disable
        made.save(written, object_stream_mode=mode, compress_streams=packed, static_id=True)
    return written.getvalue() + b"\n" + zipped()


def unpacked(data: bytes) -> bytes:
    """Everything that lies in a PDF, in the clear: objects, streams, the inside of pictures."""
    with pikepdf.open(io.BytesIO(data)) as opened:
        written = io.BytesIO()
        opened.save(
            written,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
            stream_decode_level=pikepdf.StreamDecodeLevel.generalized,
            compress_streams=False,
        )
        return written.getvalue()


def holds_mark(data: bytes) -> bool:
    """Tell whether the mark is there, written in any of the ways in which files write text."""
    ways = (
        _MARK,
        MARK.encode("utf-16-be"),
        MARK.encode("utf-16-le"),
        _MARK.hex().encode(),
        _MARK.hex().upper().encode(),
    )
    return any(way in data for way in ways)
