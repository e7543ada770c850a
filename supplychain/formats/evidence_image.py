"""Pictures of evidence: decoded to pixels, and written anew from the pixels alone."""

from __future__ import annotations

import io
import struct
import zlib
from typing import TYPE_CHECKING

from supplychain.domain.sentences import sentence
from supplychain.formats.evidence_limits import PIXELS, refuse
from supplychain.formats.evidence_parts import ANIMATION, UNDER, beside_the_picture

if TYPE_CHECKING:
    from PIL.Image import Image

_LARGEST_PROFILE = 1_000_000
_WAYS: dict[str, dict[str, object]] = {
    "JPEG": {"quality": 90, "subsampling": 0},
    "PNG": {},
    "WEBP": {"quality": 90},
}
BROKEN = (
    ArithmeticError,
    AttributeError,
    EOFError,
    LookupError,
    OSError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
    struct.error,
    zlib.error,
)
"""What libraries that read pictures raise when a file is not what it says. Too large is a warning, and a MemoryError."""


def clean_image(kind: str, data: bytes) -> tuple[bytes, tuple[str, ...]]:
    """Give the picture without anything beside it, and what was taken off. `kind` is JPEG, PNG or WEBP. Raises Invalid."""
    from PIL import Image

    try:
        beside = list(beside_the_picture(kind, data))
        with Image.open(io.BytesIO(data), formats=[kind]) as opened:
            width, height = opened.size
            if width * height > PIXELS:
                raise _too_large()
            if getattr(opened, "n_frames", 1) > 1:
                opened.seek(0)
                beside.append(ANIMATION)
            opened.load()
            bare = _pixels(opened, beside)
        written = io.BytesIO()
        lossless = {"lossless": True, "quality": 50} if kind == "WEBP" and b"VP8L" in data[:64] else {}
        bare.save(written, kind, **{**_WAYS[kind], **lossless})
    except (Image.DecompressionBombError, Image.DecompressionBombWarning, MemoryError):
        raise _too_large() from None
    except BROKEN:
        what = sentence("The picture is broken or not whole.")
        raise refuse(
            what, sentence("Open it in a program for pictures and save it anew, or take a screenshot of it.")
        ) from None
    return written.getvalue(), tuple(dict.fromkeys(beside))


def _too_large() -> Exception:
    return refuse(
        sentence("The picture has more than %(pixels)s million pixels.", pixels=PIXELS // 1000000),
        sentence("Make it smaller, or cut it up."),
    )


def _pixels(opened: Image, beside: list[str]) -> Image:
    """Give a picture that has the pixels and nothing else: upright, opaque, in sRGB."""
    from PIL import Image

    profile = opened.info.get("icc_profile")
    picture = _opaque(_upright(opened), beside)
    if isinstance(profile, bytes):
        picture = _in_srgb(picture, profile)
    if picture.mode not in ("L", "RGB"):
        picture = picture.convert("L" if picture.mode in ("1", "I", "I;16", "I;16B", "F") else "RGB")
    bare = Image.new(picture.mode, picture.size)
    bare.paste(picture)
    return bare


def _upright(picture: Image) -> Image:
    from PIL import ImageOps

    try:
        return ImageOps.exif_transpose(picture)
    except BROKEN:
        return picture


def _opaque(picture: Image, beside: list[str]) -> Image:
    """Put white behind what is transparent: under it can lie what somebody believes to be rubbed out."""
    from PIL import Image

    if picture.mode in ("I;16", "I;16B", "I"):
        return picture.convert("I").point([min(v >> 8, 255) for v in range(65_536)], "L")
    if ("A" not in picture.mode.upper() and "transparency" not in picture.info) or picture.mode == "LAB":
        return picture
    whole = picture.convert("RGBA")
    alpha = whole.getchannel("A")
    least = alpha.getextrema()[0]
    if isinstance(least, (int, float)) and least < 255:
        beside.append(UNDER)
    white = Image.new("RGB", whole.size, "white")
    white.paste(whole, mask=alpha)
    return white


def _in_srgb(picture: Image, profile: bytes) -> Image:
    """Work out the colours, for the profile does not stay; one that cannot be used is passed over."""
    from PIL import ImageCms

    if len(profile) > _LARGEST_PROFILE:
        return picture
    try:
        source, srgb = ImageCms.ImageCmsProfile(io.BytesIO(profile)), ImageCms.createProfile("sRGB")
        return ImageCms.profileToProfile(picture, source, srgb, outputMode="RGB") or picture
    except (*BROKEN, ImageCms.PyCMSError):
        return picture
