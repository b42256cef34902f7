"""Who may draft and sign a business case, and what the audit calls it."""

from __future__ import annotations

from signatur.kernel.i18n import text as _
from signatur.kernel.permissions import Permission, Role

DRAFT = Permission(
    "business_case.draft",
    _("draft a business case"),
    frozenset({Role.PROJECT_OWNER, Role.DATA_SCIENTIST, Role.SUPER_USER}),
)
SIGN = Permission(
    "business_case.sign",
    _("sign a business case"),
    frozenset({Role.PROJECT_OWNER, Role.DATA_SCIENTIST, Role.LEGAL}),
)
AUDIT_PHRASES = {
    "business_case.drafted": _("Business case drafted, version %(number)s"),
    "business_case.signed": _("Business case signed, version %(number)s"),
    "business_case.floor_drafted": _("Performance floor drafted from the business case"),
    "business_case.measured": _("Business case held against what happened in %(month)s"),
    "business_case.explained": _("Deviation from the business case explained"),
}
