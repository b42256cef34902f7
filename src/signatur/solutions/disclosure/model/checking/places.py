"""What part of a PDF a string belongs to, told from the key under which it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

_BY_KEY: Final[Mapping[str, str]] = {
    "/Contents": "annotation", "/RC": "annotation", "/Subj": "annotation", "/T": "form",
    "/V": "form", "/DV": "form", "/TU": "form", "/TM": "form", "/Opt": "form", "/MK": "form", "/CA": "form",
    "/URI": "link", "/JS": "script", "/F": "attachment", "/UF": "attachment", "/Desc": "attachment",
    "/Names": "name_tree", "/Limits": "name_tree",
    "/Alt": "alternative_text", "/ActualText": "actual_text", "/E": "actual_text",
    "/Author": "info", "/Subject": "info", "/Keywords": "info", "/Creator": "info", "/Producer": "info",
    "/Reason": "signature", "/Location": "signature", "/ContactInfo": "signature",
    "/Private": "private", "/PieceInfo": "private", "/BaseFont": "font", "/FontName": "font",
    "/Title": "title", "/Name": "name",
}  # fmt: skip


def channel_of(key: str, parent: Any) -> str:
    """The code of a place, such as `form` or `link`."""
    has = parent.__contains__ if parent is not None else lambda _key: False
    if key == "/P" and (has("/St") or has("/S")):
        return "page_label"
    if key == "/Title":
        return "outline" if has("/Parent") or has("/Dest") or has("/A") else "info"
    if key == "/T" and has("/Subtype") and not has("/FT"):
        return "annotation"
    if key == "/Name" and (
        has("/Usage") or has("/Intent") or str(parent.get("/Type", "")) == "/OCG"
    ):
        return "layer_name"
    return _BY_KEY.get(key, "object")
