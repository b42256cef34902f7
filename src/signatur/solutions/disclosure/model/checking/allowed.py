"""The short list of what a released file may hold; kept apart from the code that writes it."""

from __future__ import annotations

import re
from typing import Any, Final

_KEYS: Final = frozenset(
    [
        "/Type",
        "/Subtype",
        "/Parent",
        "/MediaBox",
        "/Resources",
        "/Font",
        "/XObject",
        "/Contents",
        "/StructParents",
        "/Tabs",
        "/S",
        "/P",
        "/K",
        "/Pg",
        "/Alt",
        "/Nums",
        "/Count",
        "/Kids",
        "/ParentTree",
        "/ParentTreeNextKey",
        "/Pages",
        "/StructTreeRoot",
        "/MarkInfo",
        "/Marked",
        "/Lang",
        "/ViewerPreferences",
        "/DisplayDocTitle",
        "/Metadata",
        "/OutputIntents",
        "/OutputConditionIdentifier",
        "/Info",
        "/DestOutputProfile",
        "/N",
        "/Length",
        "/Length1",
        "/Filter",
        "/DecodeParms",
        "/Columns",
        "/Rows",
        "/BlackIs1",
        "/Width",
        "/Height",
        "/BitsPerComponent",
        "/ColorSpace",
        "/F",
        "/BaseFont",
        "/Encoding",
        "/DescendantFonts",
        "/ToUnicode",
        "/CIDSystemInfo",
        "/Registry",
        "/Ordering",
        "/Supplement",
        "/FontDescriptor",
        "/DW",
        "/CIDToGIDMap",
        "/FontName",
        "/Flags",
        "/FontBBox",
        "/ItalicAngle",
        "/Ascent",
        "/Descent",
        "/CapHeight",
        "/StemV",
        "/FontFile2",
        "/Title",
        "/Producer",
        "/CreationDate",
        "/Size",
        "/Root",
        "/ID",
    ]
)
_PICTURE_NAME: Final = re.compile(r"/I\d{1,4}")
_VALUES: Final = {
    "/Type": frozenset(
        [
            "/Catalog",
            "/Pages",
            "/Page",
            "/StructTreeRoot",
            "/StructElem",
            "/OutputIntent",
            "/Metadata",
            "/XObject",
            "/Font",
            "/FontDescriptor",
        ]
    ),
    "/Subtype": frozenset(["/Image", "/XML", "/Type0", "/CIDFontType2"]),
    "/S": frozenset(["/Document", "/Sect", "/P", "/Figure", "/GTS_PDFA1"]),
    "/Filter": frozenset(["/FlateDecode", "/CCITTFaxDecode", "/DCTDecode"]),
    "/ColorSpace": frozenset(["/DeviceGray", "/DeviceRGB"]),
    "/BaseFont": frozenset({"/SIGNAT+Empty"}),
    "/FontName": frozenset({"/SIGNAT+Empty"}),
}
_DEPTH: Final = 12


def stranger(thing: Any, depth: int = 0) -> str:
    """The first key or kind of an object that is not on the list; empty where all are.

    Keys that stand on the list are told by name; others are not, for a name can be content.
    """
    import pikepdf

    if depth > _DEPTH:
        return "too deep"
    if isinstance(thing, pikepdf.Array):
        within = (stranger(one, depth + 1) for one in thing if not _refers(one))
        return next(filter(None, within), "")
    if not isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
        return ""
    return next(filter(None, (_strange(key, value, depth) for key, value in thing.items())), "")


def _strange(key: str, value: Any, depth: int) -> str:
    import pikepdf

    if key not in _KEYS and not _PICTURE_NAME.fullmatch(key):
        return "key"
    allowed = _VALUES.get(key)
    if allowed is not None and isinstance(value, pikepdf.Name) and str(value) not in allowed:
        return f"value of {key}"
    return "" if _refers(value) else stranger(value, depth + 1)


def _refers(value: Any) -> bool:
    return bool(getattr(value, "is_indirect", False))
