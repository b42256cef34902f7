"""What looks like language and what does not."""

from __future__ import annotations

import random
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signatur.methods.documents import text_quality

_DANISH: Final = (
    "Jeg skriver til jer angående min ansøgning om byggetilladelse til en carport på 35 m². Jeg har "
    "ikke hørt noget siden den 4. marts 2025, og naboerne er orienteret. Kan I oplyse, hvornår jeg "
    "kan forvente svar? Mvh. Søren Ågård, tlf. 12 34 56 78"
)
_LANGUAGE: Final = {
    "danish": _DANISH,
    "english": "I am writing about my application for a building permit. I have not heard anything "
    "since March 4th, and the neighbours have been told. Could you please tell me when to expect it?",
    "german": "Ich möchte mich nach dem Stand meines Antrags erkundigen. Die Angstschweiß-Rechtsschutz"
    "versicherung hat bisher keine Rückmeldung gegeben. Mit freundlichen Grüßen aus Schleswig",
    "polish": "Dzień dobry, piszę w sprawie mojego wniosku o dodatek mieszkaniowy. Do tej pory nie "
    "otrzymałam żadnej odpowiedzi, a sprawa jest bardzo pilna. Proszę o kontakt telefoniczny.",
    "arabic": "مرحبا، أكتب إليكم بخصوص طلبي للحصول على مساعدة في السكن. لم أتلق أي رد حتى الآن وأرجو منكم الاتصال بي",
    "ukrainian": "Добрий день, пишу щодо моєї заяви на житлову допомогу. Досі не отримала жодної "
    "відповіді, тому прошу зв'язатися зі мною найближчим часом. З повагою",
    "turkish": "Merhaba, konut yardımı başvurum hakkında yazıyorum. Bugüne kadar hiçbir cevap alamadım.",
    "somali": "Salaan, waxaan idiin soo qorayaa codsigayga ku saabsan caawimaadda guriga. Ilaa hadda "
    "wax jawaab ah ma helin, fadlan ila soo xiriir sida ugu dhaqsaha badan. Mahadsanid",
    "chinese": "您好，我写信是关于我的住房补贴申请。到目前为止我还没有收到任何答复，请尽快与我联系。",
    "numbers": "1.234,50  2.345,00  12-03-2025  45 %\n3.456,75  1.000,00  13-03-2025  55 %\nI alt 5.801,25",
    "invoice": "Faktura nr. 2025-00123  CVR 12345678\nVarenr. A-1002 Skruer 4x40mm 10 stk. á 2,50 25,00\n"
    "Moms 25 % 6,25\nI ALT DKK 31,25\nReg.nr. 1234 Konto 0001234567",
    "capitals": "VIGTIGT! LÆS DETTE FØRST. ANSØGNINGSFRIST DEN 1. MAJ. KLE 02.34.02 CPR BBR BR18",
    "addresses": "Skriv til borger@example.dk eller se https://example.dk/abc?x=1&y=2",
    "short": "Ja tak",
}
_CHANCE: Final = random.Random(7)
_RUBBISH: Final = {
    "glyph names": "".join(f"(cid:{ord(sign)})" for sign in _DANISH),
    "private use": "".join(
        chr(0xE000 + ord(sign) % 256) if sign != " " else " " for sign in _DANISH
    ),
    "shifted by 29": "".join(
        chr(ord(sign) - 29) if ord(sign) > 40 else sign for sign in _DANISH * 2
    ),
    "shifted by 3": "".join(
        chr((ord(sign) - 94) % 26 + 97) if "a" <= sign <= "z" else sign for sign in _DANISH * 2
    ),
    "replaced": "".join("\ufffd" if _CHANCE.random() < 0.5 else sign for sign in _DANISH),
    "letters by chance": " ".join(
        "".join(_CHANCE.choices("abcdefghijklmnopqrstuvwxyzæøå", k=_CHANCE.randint(3, 9)))
        for _ in range(200)
    ),
    "control characters": "\x01\x02\x03\x04 \x05\x06\x0e" * 20,
    "packed bytes": "JVBERi0xLjQKJcOkw7zDtsOfCjIgMCBvYmoKPDwvTGVuZ3RoIDMgMCBSL0ZpbHRlci9GbGF0ZURlY29kZT4",
    "mojibake": ("æøå ÆØÅ éü " * 10).encode().decode("cp1252", "replace"),
    "dirt": "| ‘ ~~ f ¥ ' . ,_ i! 4 ;: |l|l1 , ` “ Â» *. ~ £ v_ -= I.' ~| y ¢ ' \" } {",
}


@pytest.mark.parametrize("kind", _LANGUAGE)
def test_what_people_write_has_high_quality(kind: str) -> None:
    assert text_quality(_LANGUAGE[kind]) >= 0.85


@pytest.mark.parametrize("kind", _RUBBISH)
def test_what_nobody_can_read_has_low_quality(kind: str) -> None:
    assert text_quality(_RUBBISH[kind]) < 0.6


def test_nothing_has_no_quality() -> None:
    assert text_quality("") == text_quality(" \n\t") == 0.0


def test_half_rubbish_is_worse_than_none_and_better_than_all() -> None:
    private = _RUBBISH["private use"]

    assert text_quality(private) < text_quality(_DANISH + private) < text_quality(_DANISH)


@given(st.text(max_size=500))
def test_quality_is_a_share(text: str) -> None:
    assert 0.0 <= text_quality(text) <= 1.0
