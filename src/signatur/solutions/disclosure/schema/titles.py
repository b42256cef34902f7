"""What readers call kinds of findings and documents, people, and doubts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from signatur.kernel.i18n import text as _
from signatur.solutions.disclosure.schema.finding import FindingKind as K
from signatur.solutions.disclosure.schema.parties import DoubtReason, Role

if TYPE_CHECKING:
    from collections.abc import Mapping

    from signatur.kernel.i18n import Text

FINDING_TITLES: Mapping[K, Text] = {
    K.CPR: _("CPR number"),
    K.CPR_FRAGMENT: _("Part of a CPR number"),
    K.BIRTH_DATE: _("Date of birth"),
    K.AGE: _("Age"),
    K.PASSPORT: _("Passport number"),
    K.DRIVING_LICENCE: _("Driving licence number"),
    K.CVR: _("CVR number"),
    K.SE_NUMBER: _("SE number"),
    K.P_NUMBER: _("P number"),
    K.EAN: _("EAN number"),
    K.IBAN: _("IBAN"),
    K.BANK_ACCOUNT: _("Bank account"),
    K.PAYMENT_SLIP: _("Payment slip line"),
    K.PAYMENT_CARD: _("Payment card number"),
    K.PHONE: _("Phone number"),
    K.EMAIL: _("E-mail address"),
    K.URL: _("Web address"),
    K.PLATE: _("Number plate"),
    K.VIN: _("Chassis number"),
    K.CADASTRE: _("Cadastral number"),
    K.PROPERTY: _("Property number"),
    K.ADDRESS_KEY: _("Address key"),
    K.ADDRESS: _("Postal address"),
    K.POSTAL_TOWN: _("Postal code and town"),
    K.CASE_NUMBER: _("Case number"),
    K.GPS: _("Position"),
    K.IP: _("Network address"),
    K.GUID: _("Technical number"),
    K.USER_NAME: _("User name or initials"),
    K.PERSON: _("Name of a person"),
    K.PLACE: _("Place name"),
    K.ORGANISATION: _("Organisation"),
    K.OTHER_NAME: _("Another name"),
    K.ROLE_WORD: _("Word for a person"),
    K.HEALTH: _("Health"),
    K.UNION: _("Trade union"),
    K.RELIGION: _("Religion"),
    K.POLITICS: _("Politics"),
    K.ETHNICITY: _("Ethnicity"),
    K.SEXUALITY: _("Sexuality"),
    K.CRIME: _("Crime"),
    K.SOCIAL: _("Social circumstances"),
    K.ECONOMY: _("Private economy"),
    K.BUSINESS: _("Business secret"),
    K.INTERNAL: _("Internal document"),
    K.SIGNATURE: _("Signature"),
    K.FACE: _("Face"),
    K.BAR_CODE: _("Bar code"),
    K.WORD: _("Marked words"),
    K.AREA: _("Drawn box"),
    K.PAGE: _("Whole page"),
}

ROLE_TITLES: Mapping[Role, Text] = {
    Role.REQUESTER: _("Requester"),
    Role.PARTY: _("Party"),
    Role.CHILD: _("Child"),
    Role.OTHER_PERSON: _("Another person"),
    Role.EMPLOYEE: _("Employee in service"),
    Role.COMPANY: _("Company"),
    Role.PUBLIC_FIGURE: _("Public figure"),
    Role.UNKNOWN: _("Not known"),
}

DOUBT_TITLES: Mapping[DoubtReason, Text] = {
    DoubtReason.OTHER_CPR_IN_HEADING: _("The heading names the CPR number of somebody else."),
    DoubtReason.OTHER_NAME_IN_HEADING: _("The heading names somebody else."),
    DoubtReason.OTHER_CPR: _("A CPR number stands here that belongs to none of the parties."),
    DoubtReason.OTHER_CASE_NUMBER: _("Another case number stands here."),
    DoubtReason.OTHER_RECIPIENT: _("It is written to somebody else."),
    DoubtReason.NO_PARTY: _("None of the parties is mentioned."),
    DoubtReason.UNKNOWN_PERSONS: _("Those mentioned occur nowhere else in the case."),
    DoubtReason.OWN_HEADING: _("It has a heading of its own, about something else."),
}

CATEGORY_TITLES: Mapping[str, Text] = {
    "mail": _("Mail"),
    "letter": _("Letter"),
    "note": _("File note"),
    "decision": _("Ruling"),
    "hearing": _("Hearing"),
    "application": _("Application"),
    "form": _("Form"),
    "minutes": _("Minutes of a meeting"),
    "report": _("Report"),
    "contract": _("Contract"),
    "invoice": _("Invoice"),
    "picture": _("Picture"),
    "drawing": _("Drawing"),
    "spreadsheet": _("Spreadsheet"),
    "presentation": _("Presentation"),
    "other": _("Other"),
}

# Which way of looking saw something that must not leave; any other is `object`.
CHANNEL_TITLES: Mapping[str, Text] = {
    "pdfium": _("It stands in the text of the page."),
    "pdfminer": _("It stands in the text of the page."),
    "pdftotext": _("It stands in the text of the page."),
    "recognition": _("It can be read in the picture of the page."),
    "under_box": _("Something can be seen through a box."),
    "bar_code": _("A bar code on the page can be read."),
    "covered_text": _("Text lies under a box."),
    "hidden_text": _("Hidden text lies on the page."),
    "info": _("It stands in what the file says of itself."),
    "xmp": _("It stands in what the file says of itself."),
    "title": _("It stands in what the file says of itself."),
    "file_name": _("It stands in the name of the file."),
    "attachment": _("A file is attached."),
    "revision": _("An earlier version lies in the file."),
    "unreadable": _("The file could not be checked to the end."),
    "document_list": _("It stands in the title in the list of documents: change the title."),
    "letter": _("It stands in the letter: write the letter again in other words."),
    "object": _("It stands in the inner of the file."),
}

# What a check could not do, by the first word of its code.
NOT_DONE_TITLES: Mapping[str, Text] = {
    "recognition": _(
        "Text in pictures was not read: the program for it is missing, or did not finish."
    ),
    "pdfminer.six": _("One of the programs that read the text of the pages did not finish."),
    "pypdfium2": _("One of the programs that read the text of the pages did not finish."),
    "pdftotext": _(
        "One of the programs that read the text of the pages is missing or did not finish."
    ),
}
