"""What Open Document files hide (ISO/IEC 26300): annotations, changes, hidden sections and styles."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from signatur.methods.documents.laid_out.schema import Origin
from signatur.methods.documents.laid_out.views.channels import Channel, ChannelReader, PartRule
from signatur.methods.documents.packages import XmlText, attribute

if TYPE_CHECKING:
    from xml.sax.xmlreader import AttributesImpl

    from signatur.methods.documents.laid_out.views.seen import Ledger

_COMMENT: Final = Channel(Origin.COMMENT, "comment")
_CHANGE: Final = Channel(Origin.CHANGE, "deleted text")
_HIDDEN: Final = Channel(Origin.HIDDEN_TEXT, "hidden text")
_SCRIPT: Final = Channel(Origin.ELSEWHERE, "script")
_DESCRIPTION: Final = Channel(Origin.ELSEWHERE, "alternative text")
_NOTES: Final = Channel(Origin.SPEAKER_NOTE, "notes")
_OPENS: Final = {
    "annotation": _COMMENT, "tracked-changes": _CHANGE, "scripts": _SCRIPT, "desc": _DESCRIPTION,
    "title": _DESCRIPTION, "hidden-text": _HIDDEN, "hidden-paragraph": _HIDDEN, "notes": _NOTES,
}  # fmt: skip
_DECLARED: Final = frozenset({
    "user-field-decl", "variable-set", "variable-get", "user-field-get", "variable-decl",
    "dde-connection-decl", "database-display", "placeholder", "conditional-text", "bookmark",
    "bookmark-start", "reference-mark", "named-range", "named-expression", "content-validation",
})  # fmt: skip
_DECLARED_VALUES: Final = (
    "name", "string-value", "database-name", "table-name", "string-value-if-true",
    "string-value-if-false", "description", "base-cell-address", "cell-range-address", "condition",
    "dde-application", "dde-topic", "dde-item",
)  # fmt: skip


class OdfStyles(XmlText):
    """Names of styles that hide text, sheets or slides, from styles.xml and content.xml."""

    def __init__(self) -> None:
        super().__init__()
        self.hiding: set[str] = set()
        self._style = ""

    def start(self, local: str, attrs: AttributesImpl) -> None:
        if local == "style":
            self._style = attribute(attrs, "name")
        elif self._style and local.endswith("-properties"):
            is_hidden = (
                attribute(attrs, "display") in {"none", "false"}
                or attribute(attrs, "visibility") == "hidden"
            )
            if is_hidden:
                self.hiding.add(self._style)

    def end(self, local: str) -> None:
        if local == "style":
            self._style = ""

    def text(self, content: str) -> None:
        """Styles have no text."""


class OdfReader(ChannelReader):
    """Reads content.xml, styles.xml, or the content of an object inside."""

    def __init__(self, ledger: Ledger, rule: PartRule, hiding: frozenset[str]) -> None:
        super().__init__(ledger, rule)
        self._hiding = hiding

    def channel_of(self, local: str, attrs: AttributesImpl) -> Channel | None:
        opened = _OPENS.get(local)
        if opened is not None:
            return opened if self.channel in {None, self.rule.channel} else None
        if local in {"section", "p", "h", "span", "page"}:
            is_hidden = (
                attribute(attrs, "display") in {"none", "condition"}
                or attribute(attrs, "style-name") in self._hiding
            )
            if is_hidden and self.channel is None:
                return _HIDDEN
        return None

    def look(self, local: str, attrs: AttributesImpl) -> None:
        if local in _DECLARED:
            for key in _DECLARED_VALUES:
                self.ledger.leave("field or name", attribute(attrs, key))
        elif local in {"hidden-text", "hidden-paragraph"}:
            self.ledger.tell(Origin.HIDDEN_TEXT, "hidden text", attribute(attrs, "string-value"))
        elif local in {"a", "image", "object", "section-source"}:
            target = attribute(attrs, "href")
            if re.match(r"[a-z][a-z0-9+.-]*:|\.\./", target, re.IGNORECASE):
                self.ledger.leave("link", target)
        elif "forms" in self.path or "form" in self.path:
            for key in (
                "label",
                "title",
                "value",
                "current-value",
                "command",
                "help-message",
                "name",
            ):
                self.ledger.leave("form field", attribute(attrs, key))


def odf_reader(name: str, ledger: Ledger, hiding: frozenset[str]) -> ChannelReader:
    """The reader for a part of an Open Document file."""
    if name == "meta.xml":
        properties = Channel(Origin.PROPERTY, "document properties")
        attributes = Channel(Origin.PROPERTY, "document properties", is_certain=False)
        return ChannelReader(ledger, PartRule(properties, "properties", all_attributes=attributes))
    if re.match(r"Basic/|Scripts/|Dialogs/", name):
        return ChannelReader(ledger, PartRule(_SCRIPT, "script"))
    if name == "settings.xml":
        settings = Channel(Origin.PROPERTY, "settings", is_certain=False)
        return ChannelReader(ledger, PartRule(settings, "settings", reads_attributes=False))
    if name.startswith("META-INF/"):
        return ChannelReader(ledger, PartRule(None, "manifest", reads_attributes=False))
    short = "object" if "/" in name else name.removesuffix(".xml")
    return OdfReader(ledger, PartRule(None, short), hiding)
