"""Names inside archives and documents are claims of whoever made them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signatur.methods.documents.names import leads_outside, shown_name


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("breve/brev.txt", "breve/brev.txt"),
        ("../../etc/passwd", "etc/passwd"),
        ("/etc/passwd", "etc/passwd"),
        ("C:\\Windows\\brev.txt", "Windows/brev.txt"),
        ("a/./b//c", "a/b/c"),
        ("brev\u202efdp.exe", "brevfdp.exe"),
        ("brev\x00\x1b[31m.txt", "brev[31m.txt"),
    ],
)
def test_names_lose_what_could_harm(name: str, shown: str) -> None:
    assert shown_name(name) == shown


@pytest.mark.parametrize(
    "name", ["../a", "a/../../b", "/a", "C:\\a", "\\\\server\\a", "C:a/b\\..\\c"]
)
def test_names_that_lead_outside_are_known(name: str) -> None:
    assert leads_outside(name)


@pytest.mark.parametrize("name", ["a", "a/b.txt", "a..b", "...", "kl. 10:30.txt"])
def test_ordinary_names_stay_inside(name: str) -> None:
    assert not leads_outside(name)


@given(st.text())
def test_no_shown_name_leads_outside(name: str) -> None:
    shown = shown_name(name)

    assert not leads_outside(shown)
    assert len(shown) <= 200
