"""The particulars of one letter: the child, the street, the date and the amount that its sentences speak of."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from signatur.solutions.mail_routing.demo.municipality import municipality
from signatur.solutions.mail_routing.demo.people import (
    companies_of,
    given_names,
    invent_cpr_number,
    invent_name,
)

if TYPE_CHECKING:
    from datetime import datetime

    from signatur.solutions.mail_routing.demo.chance import Chance
    from signatur.solutions.mail_routing.demo.people import Sender

MONTHS = (
    "januar", "februar", "marts", "april", "maj", "juni",
    "juli", "august", "september", "oktober", "november", "december",
)  # fmt: skip
WEEKDAYS = ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag")

_MONTHS_EN = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_WEEKS = (
    ("to uger", "two weeks"), ("tre uger", "three weeks"), ("fire uger", "four weeks"),
    ("fem uger", "five weeks"), ("seks uger", "six weeks"), ("en måned", "a month"),
    ("halvanden måned", "six weeks"), ("to måneder", "two months"),
)  # fmt: skip
_RELATIVES = {  # by the age of who writes: what they call the relative, and whether it is a woman
    "young": (("min farmor", True), ("min morfar", False), ("min mormor", True), ("min mor", True)),
    "middle": (
        ("min mor", True), ("min far", False), ("min svigermor", True), ("min svigerfar", False),
        ("min gamle mor", True), ("min tante", True),
    ),
    "old": (("min mand", False), ("min kone", True), ("min søster", True), ("min bror", False)),
}  # fmt: skip


def particulars_of(sender: Sender, when: datetime, chance: Chance) -> dict[str, str]:
    """Return what the names in sentence patterns stand for in a letter that this sender writes at this time."""
    return (
        _of_sender(sender, when, chance)
        | _of_family(sender, chance)
        | _of_places(chance)
        | _of_times(when.date(), chance)
        | _of_figures(when.year, chance)
    )


def danish_date(day: date) -> str:
    return f"{day.day}. {MONTHS[day.month - 1]}"


def danish_amount(kroner: int) -> str:
    return f"{kroner:,} kr.".replace(",", ".")


def _of_sender(sender: Sender, when: datetime, chance: Chance) -> dict[str, str]:
    return {
        "name": sender.name,
        "first_name": sender.given_name,
        "address": sender.address,
        "post_code": sender.post_code,
        "own_town": sender.town,
        "my_street": sender.street,
        "phone": _written_phone(sender.phone, chance),
        "cpr": _written_cpr(sender.cpr_number, chance),
        "email": sender.email,
        "client_cpr": _written_cpr(_client_cpr(chance), chance),
        "birth_year": str(sender.birth.year),
        "own_age": f"{when.year - sender.birth.year} år",
        "sender_company": sender.company.name if sender.company else "undertegnede",
    }


def _of_family(sender: Sender, chance: Chance) -> dict[str, str]:
    girl = chance.happens(0.5)
    child = chance.pick(given_names("child", women=girl))
    relative, is_woman = chance.pick(_RELATIVES[sender.age_group])
    grade = chance.between(1, 9)
    return {
        "child": child,
        "my_child": f"{'min datter' if girl else 'min søn'} {child}",
        "child_he": "hun" if girl else "han",
        "child_him": "hende" if girl else "ham",
        "child_his": "hendes" if girl else "hans",
        "child_age": f"{chance.between(2, 5)} år",
        "young_child_age": f"{chance.between(7, 22)} måneder",
        "children": chance.pick(("to", "to", "tre", "fire")),
        "class": f"{grade}.{chance.pick(('a', 'b', 'c'))}",
        "grade": f"{grade}. klasse",
        "relative": relative,
        "relative_he": "hun" if is_woman else "han",
        "relative_him": "hende" if is_woman else "ham",
        "relative_his": "hendes" if is_woman else "hans",
        "relative_age": f"{chance.between(76, 94)} år",
        "spouse": chance.pick(
            ("min mand", "min mand", "min samlever")
            if sender.is_woman
            else ("min kone", "min kone", "min samlever")
        ),
        "young_age": str(chance.between(18, 27)),
    }


def _of_places(chance: Chance) -> dict[str, str]:
    place = municipality()
    street, other_street = chance.some(place.streets, 2)
    house_no = str(chance.between(1, 120))
    return {
        "street": street,
        "other_street": other_street,
        "house_no": house_no,
        "street_no": f"{street} {house_no}",
        "town": chance.pick(place.towns).name,
        "school": chance.pick(place.schools),
        "daycare": chance.pick(place.daycares),
        "nursing_home": chance.pick(place.nursing_homes),
        "hall": chance.pick(place.halls),
        "club": chance.pick(place.clubs),
        "company": chance.pick(companies_of("business")).name,
        "company_care": chance.pick(companies_of("care")).name,
        "housing": chance.pick(("Boligselskabet Åparken", "Boligforeningen Lindehøj")),
        "municipal_mail": place.mail_address,
        "caseworker": invent_name(chance),
        "operator": invent_name(chance).split()[0],
        "doctor": invent_name(chance),
        "matrikel": f"matr.nr. {chance.between(1, 44)}{chance.pick('abcdefgh')}, {chance.pick(place.towns).name} By",
    }


def _of_times(today: date, chance: Chance) -> dict[str, str]:
    soon = today + timedelta(days=chance.between(4, 60))
    weeks, weeks_en = chance.pick(_WEEKS)
    return {
        "date": danish_date(soon),
        "date_en": f"{soon.day} {_MONTHS_EN[soon.month - 1]}",
        "later_date": danish_date(soon + timedelta(days=chance.between(6, 21))),
        "past_date": danish_date(today - timedelta(days=chance.between(3, 75))),
        "weekday": WEEKDAYS[chance.between(0, 4)],
        "month": MONTHS[(today.month + chance.between(0, 3)) % 12],
        "last_month": MONTHS[(today.month - 2) % 12],
        "week": str(soon.isocalendar().week),
        "clock": f"{chance.between(8, 15)}.{chance.pick(('00', '15', '30', '45'))}",
        "weeks": weeks,
        "weeks_en": weeks_en,
    }


def _of_figures(year: int, chance: Chance) -> dict[str, str]:
    return {
        "amount": danish_amount(chance.between(8, 180) * 100 + chance.pick((0, 0, 25, 50, 75))),
        "small_amount": danish_amount(chance.between(1, 8) * 50),
        "rent": danish_amount(chance.between(82, 196) * 50),
        "income": danish_amount(chance.between(210, 460) * 100),
        "meal_price": danish_amount(chance.between(55, 89)),
        "area": f"{chance.between(9, 92)} m²",
        "plot": f"{chance.between(520, 1480)} m²",
        "height": f"{chance.pick(('1,9', '2,1', '2,3', '2,5'))} meter",
        "metres_far": f"{chance.between(4, 9)},{chance.between(1, 9)} km",
        "pole_no": str(chance.between(1200, 8900)),
        "invoice_no": str(chance.between(10_000, 99_999)),
        "case_no": f"{year % 100}/{chance.between(1_000, 29_999)}",
        "recent_year": str(year - chance.between(1, 3)),
        "old_year": str(chance.between(1936, 2012)),
        "many_years": str(chance.between(12, 48)),
    }


def _written_phone(phone: str, chance: Chance) -> str:
    digits = phone.replace(" ", "")
    return chance.pick((phone, phone, digits, f"{digits[:4]} {digits[4:]}", f"+45 {phone}"))


def _client_cpr(chance: Chance) -> str:
    birth = date(chance.between(1936, 1999), chance.between(1, 12), chance.between(1, 28))
    return invent_cpr_number(birth, chance, is_woman=chance.happens(0.5))


def _written_cpr(cpr_number: str, chance: Chance) -> str:
    return chance.pick(
        (cpr_number, cpr_number, cpr_number.replace("-", ""), cpr_number.replace("-", " "))
    )
