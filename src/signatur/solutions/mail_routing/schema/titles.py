"""What the values are called on pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from signatur.kernel.i18n import text as _
from signatur.solutions.mail_routing.schema.enquiry import Channel
from signatur.solutions.mail_routing.schema.routing import Lane, RuleField, RuleMatch, SuggestedBy

if TYPE_CHECKING:
    from collections.abc import Mapping

    from signatur.kernel.i18n import Text

LANE_TITLES: Mapping[Lane, Text] = {
    Lane.READY: _("Ready"),
    Lane.PICK: _("Pick one of three"),
    Lane.READ: _("Read it"),
}
CHANNEL_TITLES: Mapping[Channel, Text] = {
    Channel.EMAIL: _("E-mail"),
    Channel.DIGITAL_POST: _("Digital Post"),
    Channel.NEM_SMS: _("NemSMS"),
    Channel.WEB_FORM: _("Web form"),
    Channel.LETTER: _("Letter"),
    Channel.MEDCOM: _("MedCom"),
    Channel.API: _("Other system"),
    Channel.UNKNOWN: _("Unknown"),
}
BY_TITLES: Mapping[SuggestedBy, Text] = {
    SuggestedBy.METADATA: _("What the sender's system states"),
    SuggestedBy.THREAD: _("It continues an earlier enquiry"),
    SuggestedBy.RULE: _("A rule that staff wrote"),
    SuggestedBy.MODEL: _("What past enquiries have taught the model"),
    SuggestedBy.NOTHING: _("Nothing to go by"),
}
FIELD_TITLES: Mapping[RuleField, Text] = {
    RuleField.SUBJECT: _("Subject line"),
    RuleField.TEXT: _("Text"),
    RuleField.SUBJECT_OR_TEXT: _("Subject line or text"),
    RuleField.SENDER: _("Sender"),
    RuleField.RECIPIENT: _("Recipient"),
    RuleField.CHANNEL: _("Channel"),
    RuleField.ATTACHMENT: _("Name of an attachment"),
    RuleField.MESSAGE_CODE: _("Message code in Digital Post"),
    RuleField.CONTACT_GROUP: _("Contact group in Digital Post"),
    RuleField.KLE: _("KLE number"),
}
MATCH_TITLES: Mapping[RuleMatch, Text] = {
    RuleMatch.CONTAINS: _("contains"),
    RuleMatch.HAS_WORD: _("has the word"),
    RuleMatch.HAS_ONE_OF: _("has one of the words"),
    RuleMatch.IS: _("is"),
    RuleMatch.BEGINS: _("begins with"),
    RuleMatch.ENDS: _("ends with"),
    RuleMatch.PATTERN: _("fits the pattern"),
}
IDENTIFIER_TITLES: Mapping[str, Text] = {
    "cpr": _("CPR number"),
    "cpr_fragment": _("Part of a CPR number"),
    "iban": _("IBAN"),
    "email": _("E-mail address"),
    "gln": _("EAN number"),
    "case_number": _("Case number"),
    "p_number": _("P-number"),
    "cvr": _("CVR number"),
    "se_number": _("SE number"),
    "bank_account": _("Bank account"),
    "kle": _("KLE number"),
    "property": _("Property"),
    "address": _("Address"),
    "vehicle": _("Number plate"),
    "phone": _("Phone number"),
    "url": _("Web address"),
    "postal_town": _("Postal town"),
}
