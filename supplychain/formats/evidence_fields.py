"""What may stay in a PDF: for each kind of thing that draws a page, its fields and what kind of thing each holds.

Whatever is not listed goes, so that a kind of hiding place nobody thought of goes too. Kinds: `plain` (numbers and names), `word`
(a short text that only programs read), `skip` (seen to elsewhere), `colour`, `mask`, `xobject`, or a key of this table; with `*`
a dictionary by name, with `+` one or a list.
"""


def _fields(plain: str, **inner: str) -> dict[str, str]:
    """List the fields of a dictionary: plain values, and others with their kind (`*` a dictionary by name, `+` also a list)."""
    return {**{f"/{name}": "plain" for name in plain.split()}, **{f"/{name}": kind for name, kind in inner.items()}}


FIELDS: dict[str, dict[str, str]] = {
    "page": _fields(
        "Type MediaBox Rotate UserUnit", Resources="resources", Contents="skip", Parent="skip", Group="group"
    ),
    "resources": _fields(
        "",
        Font="*font",
        XObject="*xobject",
        ColorSpace="*colour",
        ExtGState="*state",
        Pattern="*pattern",
        Shading="*shading",
    ),
    "group": _fields("Type S I K", CS="colour"),
    "form": _fields("Type Subtype BBox Matrix FormType", Resources="resources", Group="group"),
    "image": _fields(
        "Type Subtype Width Height BitsPerComponent Intent ImageMask Decode Interpolate Matte",
        ColorSpace="colour",
        SMask="image",
        Mask="mask",
    ),
    "state": _fields("Type LW LC LJ ML D RI OP op OPM FL SM SA BM CA ca AIS TK", SMask="softness"),
    "softness": _fields("Type S BC", G="form"),
    "pattern": _fields(
        "Type PatternType PaintType TilingType BBox XStep YStep Matrix",
        Resources="resources",
        Shading="shading",
        ExtGState="state",
    ),
    "shading": _fields(
        "ShadingType Background BBox AntiAlias Coords Domain Extend Matrix BitsPerCoordinate BitsPerComponent BitsPerFlag "
        "Decode VerticesPerRow",
        ColorSpace="colour",
        Function="+function",
    ),
    "function": _fields(
        "FunctionType Domain Range C0 C1 N Bounds Encode Size BitsPerSample Order Decode", Functions="+function"
    ),
    "font": _fields(
        "Type Subtype BaseFont FirstChar LastChar Widths DW W DW2 W2 FontBBox FontMatrix Name",
        FontDescriptor="descriptor",
        Encoding="encoding",
        ToUnicode="letters",
        DescendantFonts="+font",
        CIDSystemInfo="system",
        CIDToGIDMap="data",
        CharProcs="*drawing",
        Resources="resources",
    ),
    "descriptor": _fields(
        "Type FontName FontStretch FontWeight Flags FontBBox ItalicAngle Ascent Descent Leading CapHeight XHeight StemV StemH "
        "AvgWidth MaxWidth MissingWidth",
        FontFile="program",
        FontFile2="program",
        FontFile3="program",
    ),
    "encoding": _fields("Type BaseEncoding Differences CMapName WMode", CIDSystemInfo="system", UseCMap="encoding"),
    "letters": _fields("Type CMapName WMode", CIDSystemInfo="system", UseCMap="letters"),
    "system": _fields("Supplement", Registry="word", Ordering="word"),
    "program": _fields("Length1 Length2 Length3 Subtype"),
    "measured": _fields("WhitePoint BlackPoint Gamma Matrix Range"),
    "data": {},
    "drawing": {},
}
