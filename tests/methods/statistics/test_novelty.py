"""New themes: found where texts of late are like each other and unlike the past."""

from __future__ import annotations

from signatur.methods.statistics.novelty import new_themes

_PAST = [
    f"Jeg skriver om {thing} ved {place} og beder om svar vedrørende {thing} snarest muligt"
    for thing in ("affald", "skolebus", "pension", "byggesag", "parkering", "vandafgift")
    for place in ("bakken", "torvet", "havnen", "kirken", "stationen", "skoven")
]
_NEW = [
    f"Drikkevandet lugter klorholdigt efter oversvømmelsen i kælderen, mener {who}"
    for who in ("naboen", "udlejeren", "formanden", "viceværten", "lejeren")
]


def test_texts_that_the_past_does_not_know_become_one_theme() -> None:
    (theme,) = new_themes(_PAST, [*_PAST[:10], *_NEW])

    assert set(theme.members) == set(range(10, 15))
    assert {"drikkevandet", "oversvømmelsen"} & set(theme.words)
    assert not {"naboen", "udlejeren", "formanden"} & set(theme.words)


def test_what_is_like_the_past_is_no_theme() -> None:
    assert new_themes(_PAST, _PAST[:12]) == []


def test_one_strange_text_is_no_theme() -> None:
    assert new_themes(_PAST, [*_PAST[:10], _NEW[0]]) == []
