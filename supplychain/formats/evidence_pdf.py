"""PDFs of evidence: the pages are carried over into a new document, and of each page only what draws it.

What may stay is listed (`FIELDS`); the rest goes. Fields of forms and comments are drawn first, as they look. What was cropped or
lay in a hidden layer shows afterwards: a cleaned file holds nothing that its reader cannot see on the page, save words that
were painted over, words that are drawn without colour (as scanners do beside the picture of a page), and what fonts, inks and
other parts are called inside.
"""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any

from supplychain.domain.sentences import joined, sentence
from supplychain.formats.evidence_fields import FIELDS
from supplychain.formats.evidence_image import BROKEN
from supplychain.formats.evidence_limits import DEPTH, PAGES, PIXELS, UNPACKED, refuse
from supplychain.formats.evidence_parts import NOTES, XMP, bare_jpeg, jpeg_size

if TYPE_CHECKING:
    from pikepdf import Pdf

_ANEW = sentence("Print it into a new PDF, or send its pages as pictures (screenshots).")
SCRIPTS = sentence("scripts, and what runs by itself")
FILES = sentence("attached files")
LINKS = sentence("links, comments and fields of forms (what they showed is drawn on the page)")
_OF_DOCUMENT = {
    "/Metadata": XMP,
    "/AA": SCRIPTS,
    "/AF": FILES,
    "/Collection": FILES,
    "/Outlines": sentence("bookmarks"),
    "/OCProperties": sentence("layers (all that is in them shows now)"),
    "/StructTreeRoot": sentence("the structure for screen readers"),
    "/PieceInfo": NOTES,
    "/Thumb": sentence("small pictures of pages"),
    "/LastModified": sentence("times at which pages were changed"),
    "/CropBox": sentence("the crop of pages (all that is on them shows now)"),
    "/Annots": LINKS,
}
_OF_NAMES = {"/JavaScript": SCRIPTS, "/EmbeddedFiles": FILES}
_STREAM = ("/Length", "/Filter", "/DecodeParms")
_JPEG = ("/DCTDecode", "/DCT")
_OPENED = tuple(
    f"/{name}"
    for name in "FlateDecode Fl LZWDecode LZW ASCII85Decode A85 ASCIIHexDecode AHx RunLengthDecode RL".split()
)
_DEVICE = {1: "/DeviceGray", 3: "/DeviceRGB", 4: "/DeviceCMYK"}
_DRAWS = frozenset(
    "b B b* B* BT c cm cs CS d d0 d1 Do ET f F f* g G gs h i j J k K l m M n q Q re rg RG ri s S sc SC scn SCN sh T* Tc "
    "Td TD Tf TL Tm Tr Ts Tw Tz v w W W* y".split()
)
_WRITES = ("Tj", "TJ", "'", '"')
_REMARK = re.compile(rb"^[ \t]*%[^\r\n]*", re.MULTILINE)
_REMARK_ANYWHERE = re.compile(rb"%[^\r\n]*")


def clean_pdf(data: bytes) -> tuple[bytes, tuple[str, ...]]:
    """Give a new PDF with the same pages, and what was taken off. Raises Invalid."""
    import pikepdf
    from pikepdf import settings

    settings.set_qpdf_limits(flate_max_memory=UNPACKED, png_max_memory=UNPACKED, run_length_max_memory=UNPACKED)
    try:
        with pikepdf.open(io.BytesIO(data)) as old, pikepdf.new() as new:
            removed = [*_behind(data), *_examined(old)]
            scrub = _Scrub(new, removed)
            for page in old.pages:
                removed += [words for key, words in _OF_DOCUMENT.items() if key in page.obj and _tells(page.obj, key)]
                for key in set(page.obj.keys()) - set(FIELDS["page"]) - {"/CropBox"}:
                    del page.obj[key]
                new.pages.append(page)
                scrub.page(new.pages[-1])
            written = io.BytesIO()
            new.save(written, deterministic_id=True, compress_streams=True, recompress_flate=True)
    except pikepdf.PasswordError:
        raise _locked() from None
    except (pikepdf.PdfError, pikepdf.PikepdfError, *BROKEN):
        raise refuse(sentence("The PDF is broken or not whole."), _ANEW) from None
    return written.getvalue(), tuple(dict.fromkeys(removed))


def _locked() -> Exception:
    return refuse(sentence("The PDF is locked with a password."), joined(sentence("Take off the lock."), _ANEW))


def _tells(page: Any, key: str) -> bool:
    return bool(key != "/CropBox" or list(page[key]) != list(page.get("/MediaBox", page[key])))


def _behind(data: bytes) -> list[str]:
    """Say what the file holds beside its newest state."""
    found: list[str] = []
    if data[data.rfind(b"%%EOF") + 5 :].strip(b"\r\n \0"):
        found.append(sentence("what stood behind the end of the file"))
    if data.count(b"%%EOF") > 1 and b"/Linearized" not in data[:2_000]:
        found.append(sentence("earlier states of the file"))
    return found


def _examined(old: Pdf) -> list[str]:
    """Refuse what cannot be cleaned, draw forms and comments, and say what the document holds beside its pages."""
    if old.is_encrypted:
        raise _locked()
    if not 1 <= len(old.pages) <= PAGES:
        raise refuse(
            sentence("The PDF has no pages, or more than %(pages)s.", pages=PAGES),
            sentence("Send the pages that matter."),
        )
    found: list[str] = [sentence("names, titles and times of the document")] if old.trailer.get("/Info") else []
    root: Any = old.Root
    found += [words for key, words in _OF_DOCUMENT.items() if key in root]
    found += [SCRIPTS] if _runs(root.get("/OpenAction")) else []
    found += [words for key, words in _OF_NAMES.items() if key in root.get("/Names", {})]
    form = root.get("/AcroForm", {})
    if "/XFA" in form:
        raise refuse(sentence("It is a form that only some programs can show (XFA)."), _ANEW)
    for page in old.pages:
        for note in page.obj.get("/Annots", []):
            if note.get("/Subtype") == "/Redact":
                what = sentence(
                    "Places in it are marked to be blacked out, but are not yet: the words are still there."
                )
                raise refuse(what, sentence("Apply the marks, save it, and send it again."))
            found += [FILES] if note.get("/Subtype") == "/FileAttachment" else []
            found += [SCRIPTS] if "/AA" in note or _runs(note.get("/A")) else []
    if any("/Annots" in page.obj for page in old.pages):
        if form:
            old.generate_appearance_streams()
        old.flatten_annotations("all")
        found.append(LINKS)
    return found


def _runs(action: Any) -> bool:
    """Tell whether an action does more than turn to a page or open an address."""
    import pikepdf

    return isinstance(action, pikepdf.Dictionary) and str(action.get("/S")) not in ("/GoTo", "/URI", "/Named")


class _Scrub:
    """Goes through what pages are drawn from, and leaves only what is listed."""

    def __init__(self, new: Pdf, removed: list[str]) -> None:
        self.new, self.removed = new, removed
        self.unpacked = 0
        self.seen: set[tuple[tuple[int, int], str]] = set()

    def page(self, page: Any) -> None:
        """Leave of a page what draws it."""
        if "/CropBox" in page.obj and _tells(page.obj, "/CropBox"):
            self.removed.append(_OF_DOCUMENT["/CropBox"])
        page.contents_coalesce()
        self.fields(page.obj, "page", 0)
        if "/Contents" in page.obj:
            contents = page.obj.Contents.read_bytes()
            page.obj.Contents = self.new.make_stream(self.drawing(self.new.make_stream(self.counted(contents))))

    def fields(self, holder: Any, kind: str, depth: int) -> None:
        """Delete what is not listed for a kind, and go on in what is."""
        import pikepdf

        if depth > DEPTH:
            raise refuse(sentence("Things lie too deep in each other in this PDF."), _ANEW)
        listed = FIELDS[kind]
        for key in list(holder.keys()):
            if key in _STREAM and isinstance(holder, pikepdf.Stream):
                continue
            inner = listed.get(key)
            if inner != "skip" and (inner is None or not self.value(holder, key, inner, depth + 1)):
                if key in ("/Metadata", "/PieceInfo", "/LastModified"):
                    self.removed.append(_OF_DOCUMENT[key])
                del holder[key]

    def value(self, holder: Any, key: Any, kind: str, depth: int) -> bool:
        """Clean one value in its place; say whether it stays."""
        import pikepdf

        value = holder[key]
        if kind == "plain" or isinstance(value, pikepdf.Name):
            return _is_plain(value) and kind[0] != "*"
        if kind == "word":
            return isinstance(value, pikepdf.String) and len(bytes(value)) < 40
        if kind == "colour":
            return self.colour(holder, key, depth)
        if kind == "mask" and isinstance(value, pikepdf.Array):
            return _is_plain(value)
        if kind[0] == "+":
            if isinstance(value, pikepdf.Array):
                return len(value) > 0 and all(self.value(value, n, kind[1:], depth + 1) for n in range(len(value)))
            kind = kind[1:]
        if not isinstance(value, (pikepdf.Dictionary, pikepdf.Stream)):
            return False
        if kind[0] == "*":
            for name in list(value.keys()):
                if not self.value(value, name, kind[1:], depth + 1):
                    del value[name]
            return True
        return self.thing(value, {"xobject": _xobject(value), "mask": "image"}.get(kind, kind), depth)

    def thing(self, value: Any, kind: str, depth: int) -> bool:
        """Clean a dictionary or stream of a kind, once."""
        import pikepdf

        if not kind:
            return False
        if value.is_indirect:
            if (value.objgen, kind) in self.seen:
                return True
            self.seen.add((value.objgen, kind))
        stream = isinstance(value, pikepdf.Stream)
        if not stream and kind in ("form", "image", "program", "letters", "data", "drawing"):
            return False
        self.fields(value, kind, depth)
        if stream:
            self.stream(value, kind)
        return True

    def stream(self, stream: Any, kind: str) -> None:
        """Write the content of a stream anew: unpacked here, packed when the file is saved."""
        filters = _names(stream.get("/Filter"))
        if kind == "image" and stream.get("/Width", 0) * stream.get("/Height", 0) > PIXELS:
            raise refuse(
                sentence("A picture in it has more than %(pixels)s million pixels.", pixels=PIXELS // 1000000), _ANEW
            )
        if kind == "image" and filters and filters[-1] in _JPEG:
            self.jpeg(stream, filters[:-1])
            return
        if not set(filters) <= set(_OPENED):
            raise refuse(
                sentence("A picture in it is packed in a way that cannot be cleaned (JPEG 2000, JBIG2 or fax)."), _ANEW
            )
        content = self.counted(stream.read_bytes())
        if kind in ("letters", "encoding"):
            content = _REMARK.sub(b"", content)
        if kind == "function" and stream.get("/FunctionType") == 4:
            content = _REMARK_ANYWHERE.sub(b"", content)
        if kind == "image":
            content = content[: _picture_bytes(stream, len(content))]
        stream.write(content)
        if kind in ("form", "pattern", "drawing"):
            stream.write(self.drawing(stream))

    def jpeg(self, stream: Any, before: list[str]) -> None:
        """Take off what lies beside the picture of a JPEG; its pixels stay as they are."""
        import pikepdf

        if before:
            if not set(before) <= set(_OPENED):
                raise refuse(sentence("A picture in it is packed in a way that cannot be cleaned."), _ANEW)
            stream.Filter = pikepdf.Array([pikepdf.Name(name) for name in before])
            if "/DecodeParms" in stream:
                del stream["/DecodeParms"]
            packed = self.counted(stream.read_bytes())
        else:
            packed = stream.read_raw_bytes()
        bare, beside = bare_jpeg(packed)
        width, height = jpeg_size(bare)
        if width * height > PIXELS:
            raise refuse(
                sentence("A picture in it has more than %(pixels)s million pixels.", pixels=PIXELS // 1000000), _ANEW
            )
        self.removed += beside
        stream.write(bare, filter=pikepdf.Name("/DCTDecode"))

    def drawing(self, stream: Any) -> bytes:
        """Write instructions anew: without remarks, marks for programs and anything that does not draw."""
        import pikepdf

        pieces: list[bytes] = []
        run: list[Any] = []
        for step in pikepdf.parse_content_stream(stream):
            if isinstance(step, pikepdf.ContentStreamInlineImage):
                pieces += [pikepdf.unparse_content_stream(run), self.inline(step.iimage)]
                run = []
                continue
            name = str(step.operator)
            if name in _WRITES or (name in _DRAWS and not any(map(_hides, step.operands))):
                run.append(step)
        return b"\n".join([*pieces, pikepdf.unparse_content_stream(run)])

    def inline(self, image: Any) -> bytes:
        """Write a small picture among the instructions anew, from its pixels."""
        import pikepdf

        if not set(image.filters) <= set(_OPENED):
            raise refuse(sentence("A picture in it is packed in a way that cannot be cleaned."), _ANEW)
        facts = [b"BI"]
        for key in ("/Width", "/Height", "/ImageMask", "/BitsPerComponent", "/Decode", "/Interpolate", "/ColorSpace"):
            if key in image.obj and (
                (key == "/ColorSpace" and self.colour(image.obj, key, 0)) or _is_plain(image.obj[key])
            ):
                facts += [key.encode(), pikepdf.Array([image.obj[key]]).unparse().strip()[1:-1]]
        packed = self.new.make_stream(image.read_raw_bytes())
        for key in {"/Filter", "/DecodeParms"} & set(image.obj.keys()):
            packed[key] = image.obj[key]
        content = self.counted(packed.read_bytes())
        pixels = content[: _picture_bytes(image.obj, len(content))].hex().encode()
        return b" ".join([*facts, b"/Filter /ASCIIHexDecode ID", pixels + b">", b"EI"])

    def colour(self, holder: Any, key: Any, depth: int) -> bool:
        """Keep a colour space without profile and notes: a profile can name the screen of the one who made it."""
        import pikepdf

        space = holder[key]
        if not isinstance(space, pikepdf.Array) or not len(space) or depth > DEPTH:
            return isinstance(space, pikepdf.Name)
        match str(space[0]):
            case "/ICCBased":
                holder[key] = pikepdf.Name(_DEVICE[int(space[1].N)])
                return True
            case "/CalGray" | "/CalRGB" | "/Lab":
                return len(space) == 2 and self.value(space, 1, "measured", depth + 1)
            case "/Indexed":
                return len(space) == 4 and self.colour(space, 1, depth + 1) and self.palette(space)
            case "/Separation" | "/DeviceN":
                while len(space) > 4:
                    del space[len(space) - 1]
                return (
                    _is_plain(space[1])
                    and self.colour(space, 2, depth + 1)
                    and self.value(space, 3, "function", depth + 1)
                )
            case "/Pattern":
                return len(space) == 1 or self.colour(space, 1, depth + 1)
            case name:
                return len(space) == 1 and name.startswith("/")

    def palette(self, space: Any) -> bool:
        """Keep of a palette the bytes of its colours."""
        import pikepdf

        table, most = space[3], 4 * (int(space[2]) + 1)
        if isinstance(table, pikepdf.Stream):
            return 0 < most <= 1024 and self.value(space, 3, "data", 1)
        if not isinstance(table, pikepdf.String):
            return False
        space[3] = pikepdf.String(bytes(table)[:most])
        return 0 < most <= 1024

    def counted(self, content: bytes) -> bytes:
        """Count what is unpacked. Raises Invalid where it is too much."""
        self.unpacked += len(content)
        if self.unpacked > UNPACKED:
            raise refuse(
                sentence("Unpacked the PDF is too large."), sentence("Send it in parts, or send its pages as pictures.")
            )
        return content


def _xobject(value: Any) -> str:
    return {"/Image": "image", "/Form": "form"}.get(str(value.get("/Subtype")), "")


def _names(filters: Any) -> list[str]:
    if filters is None:
        return []
    return (
        [str(name) for name in filters]
        if hasattr(filters, "__len__") and not str(filters).startswith("/")
        else [str(filters)]
    )


def _is_plain(value: Any, depth: int = 0) -> bool:
    """Tell whether a value is made of numbers and names only."""
    import pikepdf

    if isinstance(value, pikepdf.Array):
        return depth < 5 and all(_is_plain(inner, depth + 1) for inner in value)
    return not isinstance(value, pikepdf.Object) or isinstance(value, pikepdf.Name)


def _hides(operand: Any) -> bool:
    """Tell whether an operand of an instruction that does not write could hold words."""
    import pikepdf

    return isinstance(operand, pikepdf.Object) and not _is_plain(operand)


def _picture_bytes(image: Any, otherwise: int) -> int:
    """Work out how many bytes the pixels of an unpacked picture take."""
    space = image.get("/ColorSpace")
    parts = {"/DeviceGray": 1, "/DeviceRGB": 3, "/DeviceCMYK": 4, "/CalGray": 1, "/CalRGB": 3, "/Lab": 3, "/Indexed": 1}
    parts["/Separation"] = 1
    name = str(space if space is None or str(space).startswith("/") else space[0])
    count = 1 if image.get("/ImageMask") else parts.get(name)
    if count is None:
        return otherwise
    bits = 1 if image.get("/ImageMask") else int(image.get("/BitsPerComponent", 8))
    return (int(image.Width) * count * bits + 7) // 8 * int(image.Height)
