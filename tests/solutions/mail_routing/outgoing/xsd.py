"""A small checker of XML against XSD: as much of the language as the contracts of SF2900 use.

Elements in sequence, choice and all, with how often they may come; references, named types,
patterns, enumerations, and the built-in types that occur.
"""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, parse

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

XSD = "{http://www.w3.org/2001/XMLSchema}"
_BUILT_IN = {
    "string": lambda _value: True,
    "integer": lambda value: re.fullmatch(r"[+-]?\d+", value),
    "boolean": lambda value: value in {"true", "false", "0", "1"},
    "date": date.fromisoformat,
    "dateTime": datetime.fromisoformat,
    "base64Binary": lambda value: base64.b64decode(value, validate=True) is not None,
}


@dataclass
class Schemas:
    """Elements and types by name, of one schema and all that it includes and imports."""

    elements: dict[str, tuple[Element, str]] = field(default_factory=dict)
    types: dict[str, tuple[Element, str]] = field(default_factory=dict)
    _read: set[Path] = field(default_factory=set)

    def read(self, path: Path, space: str = "") -> Schemas:
        if path in self._read:
            return self
        self._read.add(path)
        root = parse(path).getroot()
        own = root.get("targetNamespace", space)
        for node in root:
            if node.tag in (f"{XSD}include", f"{XSD}import") and node.get("schemaLocation"):
                self.read((path.parent / node.get("schemaLocation", "")).resolve(), own)
            elif node.tag == f"{XSD}element":
                self.elements[f"{{{own}}}{node.get('name')}"] = node, own
            elif node.tag in (f"{XSD}complexType", f"{XSD}simpleType"):
                self.types[f"{node.get('name')}"] = node, own
        return self

    def faults(self, element: Element) -> list[str]:
        """Return what is wrong with an element; nothing when it holds."""
        declared = self.elements.get(str(element.tag))
        if declared is None:
            return [f"{element.tag} is not declared"]
        return list(self._of_element(element, *declared))

    def _of_element(self, element: Element, declared: Element, space: str) -> Iterator[str]:
        name = (declared.get("type") or "").rpartition(":")[2]
        if name in self.types:
            yield from self._of_type(element, *self.types[name])
        elif name in _BUILT_IN:
            yield from _simple(element, name)
        else:
            yield f"{element.tag} has the unknown type {name} in {space}"

    def _of_type(self, element: Element, type_: Element, space: str) -> Iterator[str]:
        if type_.tag == f"{XSD}simpleType":
            yield from _restricted(element, type_)
            return
        left = list(element)
        for group in type_:
            yield from self._group(element, left, group, space)
        yield from (f"{one.tag} is too much in {element.tag}" for one in left)

    def _group(
        self, element: Element, left: list[Element], group: Element, space: str
    ) -> Iterator[str]:
        """Take what a group allows off the front of what is left."""
        if group.tag == f"{XSD}choice":
            starts = [one for one in group if left and left[0].tag == _tag(one, space)]
            if starts:
                yield from self._group(element, left, starts[0], space)
            elif group.get("minOccurs", "1") != "0":
                yield f"nothing is chosen in {element.tag}"
            return
        if group.tag in (f"{XSD}sequence", f"{XSD}all"):
            for one in group:
                yield from self._group(element, left, one, space)
            return
        most = group.get("maxOccurs", "1")
        taken = 0
        while (
            left
            and left[0].tag == _tag(group, space)
            and (most == "unbounded" or taken < int(most))
        ):
            found = left.pop(0)
            taken += 1
            if group.get("ref"):
                yield from self.faults(found)
            else:
                yield from self._of_element(found, group, space)
        if taken < int(group.get("minOccurs", "1")):
            yield f"{_tag(group, space)} is missing in {element.tag}"


def _tag(declared: Element, space: str) -> str:
    reference = declared.get("ref")
    if reference is None:
        return f"{{{space}}}{declared.get('name')}"
    spaces = {
        "callctx": "http://serviceplatformen.dk/xml/schemas/CallContext/1/",
        "authctx": "http://serviceplatformen.dk/xml/schemas/AuthorityContext/1/",
    }
    prefix, _colon, name = reference.partition(":")
    return f"{{{spaces[prefix]}}}{name}"


def _restricted(element: Element, type_: Element) -> Iterator[str]:
    value = element.text or ""
    patterns = [node.get("value", "") for node in type_.iter(f"{XSD}pattern")]
    values = {node.get("value") for node in type_.iter(f"{XSD}enumeration")}
    if patterns and not any(re.fullmatch(pattern, value) for pattern in patterns):
        yield f"{element.tag} does not fit its pattern"
    if values and value not in values:
        yield f"{element.tag} is none of its values"


def _simple(element: Element, name: str) -> Iterator[str]:
    try:
        is_right = bool(_BUILT_IN[name](element.text or ""))  # type: ignore[no-untyped-call]
    except ValueError:
        is_right = False
    if not is_right or len(element):
        yield f"{element.tag} is no {name}"
