"""What lies in the file of a picture beside the picture: finds it part by part, and says in plain words what it is."""

from collections.abc import Iterator
from typing import NamedTuple

from supplychain.domain.sentences import sentence

EXIF = sentence("EXIF: when, where and with which device a picture was taken")
XMP = sentence("XMP: what programs noted about a picture or a document")
NOTES = sentence("notes of a program or a device")
PROFILE = sentence("a colour profile")
COMMENT = sentence("comments in it")
ORIGIN = sentence("a signed record of where a picture comes from (C2PA)")
PREVIEW = sentence("further pictures in the same file")
ANIMATION = sentence("every picture of an animation but the first")
TAIL = sentence("what stood behind the end of a picture")
UNDER = sentence("what lay under transparent places (they are white now)")

_SOI, _EOI, _SOS, _COM, _APP0, _APP14 = 0xD8, 0xD9, 0xDA, 0xFE, 0xE0, 0xEE
_ADOBE = b"Adobe"
_ADOBE_LENGTH = 12
_JPEG = (
    (0xE1, b"Exif\0", EXIF),
    (0xE1, b"http://ns.adobe.com/", XMP),
    (0xE2, b"ICC_PROFILE\0", PROFILE),
    (0xE2, b"MPF\0", PREVIEW),
    (0xEB, b"JP", ORIGIN),
)
_PNG: dict[int | bytes, str] = {
    b"eXIf": EXIF,
    b"tEXt": COMMENT,
    b"zTXt": COMMENT,
    b"iTXt": COMMENT,
    b"iCCP": PROFILE,
    b"tIME": sentence("the time at which a picture was changed"),
    b"acTL": ANIMATION,
    b"caBX": ORIGIN,
}
_PNG_PICTURE = frozenset(b"IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB sBIT pHYs bKGD fcTL fdAT cICP hIST".split())
_WEBP: dict[int | bytes, str] = {b"EXIF": EXIF, b"XMP ": XMP, b"ICCP": PROFILE, b"ANIM": ANIMATION, b"C2PA": ORIGIN}
_WEBP_PICTURE = frozenset((b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANMF"))


class Part(NamedTuple):
    """A segment or chunk. In a JPEG the part of a scan holds its pixels too."""

    name: int | bytes
    content: bytes
    start: int
    end: int


def beside_the_picture(kind: str, data: bytes) -> tuple[str, ...]:
    """Say what there is beside the picture. Raises ValueError where the file is not whole."""
    found = []
    match kind:
        case "JPEG":
            parts = list(jpeg_parts(data))
            found += [_of_jpeg(part) for part in parts]
        case "PNG":
            parts = list(_png_parts(data))
            found += [_PNG.get(p.name) or ("" if p.name in _PNG_PICTURE else NOTES) for p in parts]
        case _:
            parts = list(_webp_parts(data))
            found += [_WEBP.get(p.name) or ("" if p.name in _WEBP_PICTURE else NOTES) for p in parts]
    if not parts or parts[-1].end < len(data):
        found.append(TAIL)
    return tuple(dict.fromkeys(filter(None, found)))


def bare_jpeg(data: bytes) -> tuple[bytes, tuple[str, ...]]:
    """Take off all that is beside the picture of a JPEG, without touching its pixels, and say what it was.

    Adobe's mark stays, for it says how the colours are written. Raises ValueError where the file is not whole.
    """
    kept = [data[:2]]
    for part in jpeg_parts(data):
        if part.name == _APP14 and part.content.startswith(_ADOBE):
            mark = part.content[:_ADOBE_LENGTH]
            kept.append(b"\xff\xee" + (len(mark) + 2).to_bytes(2, "big") + mark)
        elif part.name != _COM and part.name not in range(_APP0, _APP0 + 16):
            kept.append(data[part.start : part.end])
    return b"".join(kept), beside_the_picture("JPEG", data)


def jpeg_size(data: bytes) -> tuple[int, int]:
    """Read width and height from the frame of a JPEG. Raises ValueError where there is none."""
    for part in jpeg_parts(data):
        if isinstance(part.name, int) and 0xC0 <= part.name <= 0xCF and part.name not in (0xC4, 0xC8, 0xCC):
            return int.from_bytes(part.content[3:5], "big"), int.from_bytes(part.content[1:3], "big")
    raise ValueError("no frame")


def jpeg_parts(data: bytes) -> Iterator[Part]:
    """Walk the segments of a JPEG to the end of its picture. Raises ValueError where there is no end."""
    if data[:2] != b"\xff\xd8":
        raise ValueError("no start")
    place = 2
    while True:
        start = place
        while data[place : place + 2] == b"\xff\xff":
            place += 1
        if len(data) < place + 2 or data[place] != 0xFF:
            raise ValueError("no segment")
        name, place = data[place + 1], place + 2
        if name == _EOI:
            yield Part(name, b"", start, place)
            return
        if name == 0x01 or 0xD0 <= name <= 0xD7:
            continue
        length = int.from_bytes(data[place : place + 2], "big")
        end = place + length
        if name in (0, _SOI) or length < 2 or end > len(data):
            raise ValueError("no whole segment")
        content = data[place + 2 : end]
        place = _behind_scan(data, end) if name == _SOS else end
        yield Part(name, content, start, place)


def _behind_scan(data: bytes, place: int) -> int:
    while True:
        place = data.find(b"\xff", place)
        if place < 0 or place + 1 >= len(data):
            raise ValueError("no end")
        if data[place + 1] not in (0x00, 0xFF, *range(0xD0, 0xD8)):
            return place
        place += 1 if data[place + 1] == 0xFF else 2


def _of_jpeg(part: Part) -> str:
    if part.name == _COM:
        return COMMENT
    if part.name not in range(_APP0, _APP0 + 16) or part.name in (_APP0, _APP14):
        return ""
    return next((words for name, start, words in _JPEG if part.name == name and part.content.startswith(start)), NOTES)


def _png_parts(data: bytes) -> Iterator[Part]:
    place = 8
    while True:
        head = data[place : place + 8]
        end = place + 12 + int.from_bytes(head[:4], "big")
        if len(head) < 8 or end > len(data):
            raise ValueError("no whole chunk")
        yield Part(head[4:], b"", place, end)
        if head[4:] == b"IEND":
            return
        place = end


def _webp_parts(data: bytes) -> Iterator[Part]:
    whole = 8 + int.from_bytes(data[4:8], "little")
    if whole > len(data):
        raise ValueError("not whole")
    place = 12
    while place + 8 <= whole:
        length = int.from_bytes(data[place + 4 : place + 8], "little")
        end = place + 8 + length + length % 2
        if end > whole + 1:
            raise ValueError("no whole chunk")
        yield Part(data[place : place + 4], b"", place, end)
        place = end
