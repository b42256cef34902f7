"""The language of an enquiry is told, or honestly not."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from signatur.methods.text.language import UNDETERMINED, language_of

if TYPE_CHECKING:
    from pathlib import Path

ENQUIRIES = {
    "da": "Hej, jeg vil gerne høre, hvornår I tømmer vores skraldespand igen. Den er ikke blevet tømt.",
    "nb": "Hei, jeg lurer på når dere tømmer søppelet vårt igjen. Det har ikke blitt hentet på to uker.",
    "nn": "Hei, eg lurer på når de tømer bosset vårt att. Det har ikkje vorte henta på to veker no.",
    "sv": "Hej, jag undrar när ni tömmer vår soptunna igen. Den har inte blivit tömd på två veckor.",
    "en": "Hello, I would like to know when you will empty our bin again. Nobody has come for weeks.",
    "de": "Guten Tag, ich möchte gerne wissen, wann unsere Mülltonne wieder geleert wird. Danke.",
    "nl": "Goedendag, ik wil graag weten wanneer onze vuilnisbak weer wordt geleegd. Hartelijk dank.",
    "fr": "Bonjour, je voudrais savoir quand notre poubelle sera de nouveau vidée. Merci d'avance.",
    "es": "Buenos días, quisiera saber cuándo van a vaciar nuestro cubo de basura otra vez. Gracias.",
    "pl": "Dzień dobry, chciałbym wiedzieć, kiedy nasz kosz na śmieci zostanie znowu opróżniony.",
    "uk": "Добрий день, я хотів би дізнатися, коли знову спорожнять наш сміттєвий контейнер. Дякую.",
    "ru": "Здравствуйте, я хотел бы узнать, когда снова опустошат наш мусорный контейнер. Спасибо.",
    "ar": "مرحبا، أود أن أعرف متى سيتم تفريغ حاوية القمامة الخاصة بنا مرة أخرى. شكرا لكم.",
    "fa": "سلام، می‌خواهم بدانم چه زمانی سطل زباله ما دوباره خالی می‌شود. خیلی ممنون از کمک شما.",
    "tr": "Merhaba, çöp kutumuzun tekrar ne zaman boşaltılacağını öğrenmek istiyorum. Teşekkür ederim.",
    "so": "Salaan, waxaan jeclaan lahaa inaan ogaado goorta qashinka la qaadayo mar kale. Mahadsanid.",
    "ro": "Bună ziua, aș dori să știu când va fi golit din nou coșul nostru de gunoi. Mulțumesc mult.",
    "lt": "Laba diena, norėčiau sužinoti, kada vėl bus ištuštinta mūsų šiukšliadėžė. Labai ačiū jums.",
    "vi": "Xin chào, tôi muốn biết khi nào thùng rác của chúng tôi sẽ được đổ lại. Cảm ơn rất nhiều.",
    "ti": "ሰላም፣ ናይ ጎሓፍ መእለዪና መዓስ ከም ዝኽፈት ክፈልጥ እደሊ ኣለኹ። የቐንየለይ።",
    "am": "ሰላም፣ የቆሻሻ መጣያችን መቼ እንደሚነሳ ማወቅ እፈልጋለሁ። አመሰግናለሁ።",
}
SERBO_CROATIAN = (
    "Dobar dan, želio bih znati kada će se ponovo isprazniti naša kanta za smeće. Hvala lijepo."
)


@pytest.mark.parametrize("code", ENQUIRIES)
def test_an_enquiry_of_a_sentence_or_two_is_told(code: str) -> None:
    assert language_of(ENQUIRIES[code]).code == code


def test_bosnian_croatian_and_serbian_count_as_one_when_it_comes_to_certainty() -> None:
    language = language_of(SERBO_CROATIAN)

    assert language.code in {"bs", "hr", "sr"}
    assert language.certainty > 0.9


@pytest.mark.parametrize(
    "text", ["", "ok", "12345678", "???", "[cpr] [phone]", "a@example.dk", "https://example.dk/a"]
)
def test_what_is_too_short_or_no_language_stays_undetermined(text: str) -> None:
    assert language_of(text).code == UNDETERMINED


def test_short_danish_is_danish_for_a_danish_authority() -> None:
    texts = ["Hej, kan I ringe til mig?", "Jeg vil gerne opsige min plads", "Hvornår åbner I?"]

    assert [language_of(text).code for text in texts] == ["da", "da", "da"]


def test_placeholders_and_addresses_do_not_count_as_english() -> None:
    text = (
        "Hej [phone] [address] [case_number] https://www.example.dk/english/page hvornår kommer I?"
    )

    assert language_of(text).code == "da"


def test_danish_utterances_are_seldom_given_another_language(shared_data: Path) -> None:
    lines = (shared_data / "text" / "massive_da" / "dev.jsonl").read_text().splitlines()
    codes = [language_of(json.loads(line)["text"]).code for line in lines[::4]]

    named_otherwise = [code for code in codes if code not in {"da", UNDETERMINED}]
    assert len(named_otherwise) < 0.02 * len(codes)
