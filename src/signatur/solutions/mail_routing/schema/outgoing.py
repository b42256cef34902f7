"""The values of what leaves the house: routes, receipts, and which routes a decision takes."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from signatur.kernel.i18n import Text
from signatur.kernel.i18n import text as _
from signatur.solutions.mail_routing.schema.routing import Target

# Every number on the wire is made from a key by this name space, and so is the same at every try.
_WIRE = uuid.UUID("6d2c0f6e-5a0c-5c58-9a6e-6f0f6f7a3f10")


class RouteKind(StrEnum):
    """A way out of the house."""

    SMTP = "smtp"
    IMAP_MOVE = "imap_move"
    WEBHOOK = "webhook"
    FOLDER = "folder"
    CASE_FOLDER = "case_folder"
    SF2900 = "sf2900"


KIND_TITLES: Mapping[RouteKind, Text] = {
    RouteKind.SMTP: _("Forward as mail"),
    RouteKind.IMAP_MOVE: _("Move in the mailbox"),
    RouteKind.WEBHOOK: _("Tell another system (webhook)"),
    RouteKind.FOLDER: _("Folder with the original"),
    RouteKind.CASE_FOLDER: _("Case folder with PDF/A"),
    RouteKind.SF2900: _("Fordelingskomponenten (SF2900)"),
}


def channel_name(kind: RouteKind) -> str:
    """Return the name of the outbox's channel for a kind of route."""
    return f"mail_routing.{kind}"


CHANNELS: Mapping[str, RouteKind] = {channel_name(kind): kind for kind in RouteKind}

CHANNEL_WORDS: Mapping[str, Text] = {
    channel_name(RouteKind.SMTP): _("mail to the department"),
    channel_name(RouteKind.IMAP_MOVE): _("a move in the mailbox"),
    channel_name(RouteKind.WEBHOOK): _("a call to another system"),
    channel_name(RouteKind.FOLDER): _("the folder for outgoing mail"),
    channel_name(RouteKind.CASE_FOLDER): _("a folder for the case system"),
    channel_name(RouteKind.SF2900): _("Fordelingskomponenten"),
}
"""The ways as the words that complete `Will leave by ...`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """How what goes to a department, or to one of its subjects, leaves the house."""

    id: uuid.UUID
    department_key: str
    """Empty: every department."""
    subject_key: str
    """Empty: every subject of the department."""
    kind: RouteKind
    settings: Mapping[str, str]
    """Addresses and names of places; never a secret, only the name under which one is kept."""
    is_active: bool = True
    is_held: bool = False
    """What takes it is held back until the route is released."""
    position: int = 0
    may_undo: bool = False
    """It was changed, and what stood there before is still known."""

    @property
    def place(self) -> str:
        """Where it leads, in one line."""
        for name in ("to", "folder", "url", "endpoint"):
            if self.settings.get(name):
                return self.settings[name]
        return ""


def routes_for(routes: Sequence[Route], target: Target) -> list[Route]:
    """Return the routes that a decision takes, in their order.

    For each kind the most precise ones count: those of the subject, else those of the department,
    else those of every department. So a subject may be forwarded to another address than the rest
    of its department, while a webhook of the department still hears of it.
    """
    chosen: list[Route] = []
    active = [one for one in routes if one.is_active]
    for kind in RouteKind:
        fitting = [one for one in active if one.kind is kind and _fits(one, target)]
        closest = max((_precision(one) for one in fitting), default=0)
        chosen += [one for one in fitting if _precision(one) == closest]
    return sorted(chosen, key=lambda one: (one.position, one.id))


def _fits(route: Route, target: Target) -> bool:
    return route.department_key in ("", target.department_key) and route.subject_key in (
        "",
        target.subject_key,
    )


def _precision(route: Route) -> int:
    return 2 * bool(route.subject_key) + bool(route.department_key)


def wire_id(key: str) -> uuid.UUID:
    """Return the number by which receivers know a delivery, the same at every try."""
    return uuid.uuid5(_WIRE, key)


class ReceiptKind(StrEnum):
    """What a receipt is about: the transport, or what the receiver made of it."""

    TRANSPORT = "transport"
    BUSINESS = "business"


class ReceiptCode(StrEnum):
    """The codes of Fordelingskomponenten (SF2900), used for all receivers."""

    OK = "OK"
    WARNING = "ADVARSEL"
    FAULT = "FEJL"
    RECEIVED = "MODTAGET"
    HANDED_OVER = "AFLEVERET"
    ACCEPTED = "ACCEPTERET"
    REJECTED = "AFVIST"
    FAILED = "FEJLET"


CODES_OF: Mapping[ReceiptKind, frozenset[ReceiptCode]] = {
    ReceiptKind.TRANSPORT: frozenset({ReceiptCode.OK, ReceiptCode.WARNING, ReceiptCode.FAULT}),
    ReceiptKind.BUSINESS: frozenset(
        {
            ReceiptCode.RECEIVED,
            ReceiptCode.HANDED_OVER,
            ReceiptCode.ACCEPTED,
            ReceiptCode.REJECTED,
            ReceiptCode.FAILED,
        }
    ),
}
CODE_TITLES: Mapping[ReceiptCode, Text] = {
    ReceiptCode.OK: _("Transported"),
    ReceiptCode.WARNING: _("Transported with a warning"),
    ReceiptCode.FAULT: _("Not transported"),
    ReceiptCode.RECEIVED: _("Received"),
    ReceiptCode.HANDED_OVER: _("Handed over"),
    ReceiptCode.ACCEPTED: _("Accepted"),
    ReceiptCode.REJECTED: _("Rejected by the receiver"),
    ReceiptCode.FAILED: _("Failed at the receiver"),
}
BAD_CODES = frozenset({ReceiptCode.FAULT, ReceiptCode.REJECTED, ReceiptCode.FAILED})


@dataclass(frozen=True, slots=True, kw_only=True)
class NewReceipt:
    """What a receiver says of a delivery, as it was read."""

    wire_id: uuid.UUID
    kind: ReceiptKind
    code: ReceiptCode
    text: str = ""
    raw_sha256: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """A receipt that was written down."""

    id: uuid.UUID
    delivery_id: uuid.UUID
    item_id: uuid.UUID
    decision_id: uuid.UUID
    kind: ReceiptKind
    code: ReceiptCode
    text: str
    at: datetime
    raw_sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """Whom a routing result is about, as far as the enquiry tells for sure."""

    kind: str
    """`Person` or `Virksomhed`, in the words of SF2900."""
    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RoutingResult:
    """Where an enquiry was sent and why: what every way out tells, each in its own form."""

    key: str
    attempt: int
    item_id: uuid.UUID
    received_at: datetime
    channel: str
    language: str
    message_id: str
    original_sha256: str
    original_suffix: str
    decision_id: uuid.UUID
    decided_at: datetime
    outcome: str
    decided_by: str
    """Name of a person, or `standing authorisation <id>`."""
    decided_by_id: uuid.UUID
    is_automatic: bool
    department_key: str
    department: str
    subject_key: str
    subject: str
    kle_code: str
    kle_facet: str
    due_on: str
    confidence: float | None
    suggestion_id: uuid.UUID | None
    link: str
    """Address of the enquiry in Signatur; empty where no address is set."""
    case_id: str = ""
    parties: tuple[Party, ...] = ()
    is_trial: bool = False
    """Sent by a person who tries the route out; about no enquiry."""

    @property
    def wire_id(self) -> uuid.UUID:
        return wire_id(self.key)


@dataclass(frozen=True, slots=True, kw_only=True)
class OutgoingFilter:
    """Which deliveries somebody wants to see; empty: all."""

    state: str = ""
    """A state of the outbox, or `repeats`, or `rejected`."""
    kind: str = ""
    department: str = ""
    route_id: uuid.UUID | None = None
    enquiry: str = ""
    """Number of an enquiry or of a delivery, or words of its subject line."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a delivery failed, in words for the people who can do something about it."""

    title: Text
    advice: Text


_PROBLEMS: Sequence[tuple[str, Text, Text]] = (
    ("not allowed", _("It is held back"), _("The route is held, or the project may not send anything out right now.")),
    ("no route", _("The route is gone"), _("Withdraw it and decide anew, or ask whoever runs Signatur.")),
    ("smtp login", _("The mail server does not let us sign in"), _("Tell whoever runs Signatur: user or password is wrong. It is tried again by itself.")),
    ("smtp no server", _("No mail server is set up"), _("Tell whoever runs Signatur. It is tried again by itself.")),
    ("smtp loop", _("The mail has been sent around in a circle"), _("The department's mailbox sends its mail back to Signatur. Correct the route's address.")),
    ("smtp 5", _("The mail server refuses this mail"), _("Check the address in the route. Then try again, or withdraw it and decide anew.")),
    ("smtp", _("The mail server does not take it right now"), _("It is tried again by itself.")),
    ("webhook private", _("The address lies in a private network"), _("Whoever runs Signatur must allow private addresses, or the address of the route must be changed.")),
    ("webhook redirect", _("The receiver points to another address"), _("Write the new address in the route, and try again.")),
    ("webhook 408", _("The receiver does not answer"), _("It is tried again by itself.")),
    ("webhook 425", _("The receiver does not answer"), _("It is tried again by itself.")),
    ("webhook 429", _("The receiver does not answer"), _("It is tried again by itself.")),
    ("webhook 4", _("The receiver refuses it"), _("Check address and secret of the route with those who run the receiver. Then try again.")),
    ("webhook", _("The receiver does not answer"), _("It is tried again by itself.")),
    ("secret", _("The secret of the route is missing"), _("Whoever runs Signatur must put it into the subfolder outgoing of the folder of secrets, under the name in the route.")),
    ("imap gone", _("The mail is no longer in the mailbox"), _("Somebody has moved or deleted it there. Withdraw this, or move it by hand.")),
    ("imap not from", _("It did not come from a mailbox"), _("Only what came from a mailbox can be moved there. Withdraw this, and choose another kind of route.")),
    ("imap", _("The mailbox does not answer"), _("It is tried again by itself.")),
    ("sf2900 kle", _("The subject has no KLE number"), _("Write a KLE number of six digits at the subject, and try again.")),
    ("sf2900 cvr", _("The authority has no CVR number"), _("Whoever runs Signatur must give the authority its CVR number.")),
    ("sf2900 FEJL", _("Fordelingskomponenten refuses it"), _("See the receipt, correct what it says, and try again.")),
    ("sf2900", _("Fordelingskomponenten does not answer"), _("It is tried again by itself.")),
    ("folder", _("The folder cannot be written"), _("Tell whoever runs Signatur: disk or rights. It is tried again by itself.")),
)  # fmt: skip
_UNKNOWN = Problem(_("It could not be delivered"), _("The technical log says why."))


def problem_text(code: str) -> Problem:
    """Return what a stored problem means, also for one that is not known here."""
    for beginning, title, advice in _PROBLEMS:
        if code.startswith(beginning):
            return Problem(title, advice)
    return _UNKNOWN


@dataclass(frozen=True, slots=True)
class SettingField:
    """One thing that a route of a kind needs to know."""

    name: str
    title: Text
    help: Text | None = None
    is_required: bool = True
    choices: Mapping[str, Text] = field(default_factory=dict)


_SECRET_HELP = _(
    "The name of a file in the subfolder outgoing of the folder of secrets; the secret itself is never written here."
)
SETTINGS_OF: Mapping[RouteKind, tuple[SettingField, ...]] = {
    RouteKind.SMTP: (SettingField("to", _("Mail address")),),
    RouteKind.IMAP_MOVE: (
        SettingField("folder", _("Folder in the mailbox"), _("In the mailbox that the mail came from, such as Fordelt/Vej. It is made if it is missing.")),
    ),
    RouteKind.WEBHOOK: (
        SettingField("url", _("Address"), _("Begins with https://")),
        SettingField("secret", _("Name of the secret"), _SECRET_HELP),
        SettingField("includes", _("What is told"), None, is_required=False, choices={
            "": _("Where it goes and why"),
            "enquiry": _("Also the enquiry itself"),
        }),
    ),
    RouteKind.FOLDER: (
        SettingField("folder", _("Folder"), _("Below the folder for outgoing mail. Empty: the department's own."), is_required=False),
    ),
    RouteKind.CASE_FOLDER: (
        SettingField("folder", _("Folder"), _("Below the folder for outgoing mail. Empty: the department's own."), is_required=False),
    ),
    RouteKind.SF2900: (
        SettingField("endpoint", _("Address of the service"), _("Empty: messages are put into a folder."), is_required=False),
        SettingField("folder", _("Folder"), _("Used where there is no address; below the folder for outgoing mail."), is_required=False),
        SettingField("receiver", _("UUID of the receiving system"), _("Empty: the receiver is found by the KLE number."), is_required=False),
        SettingField("system", _("UUID of Signatur as IT system"), _("As registered with KOMBIT."), is_required=True),
        SettingField("facet", _("Handling facet"), _("Such as G01, where the enquiry states none."), is_required=False),
    ),
}  # fmt: skip
