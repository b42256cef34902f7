"""What management sees of the work: facts of each enquiry, and what is counted from them."""

from signatur.kernel.sheets import Sheet, as_rows
from signatur.solutions.mail_routing.model.insight.value import Assumption
from signatur.solutions.mail_routing.service.facts import note_fact, rebuild
from signatur.solutions.mail_routing.service.insight.asking import (
    READ_INSIGHT,
    Asked,
    how_it_flows,
    how_right,
    is_whole,
    languages_seen,
    month_of,
    outlook,
    overview,
    usual_period,
    what_if,
)
from signatur.solutions.mail_routing.service.insight.measuring import measured
from signatur.solutions.mail_routing.service.insight.past_decisions import (
    HISTORY_TITLES,
    history,
)
from signatur.solutions.mail_routing.service.insight.report import monthly_report
from signatur.solutions.mail_routing.service.insight.sheets import HOW_TITLES
from signatur.solutions.mail_routing.service.insight.showing import (
    show_flow,
    show_outlook,
    show_overview,
    show_quality,
)
from signatur.solutions.mail_routing.service.insight.telling import as_json
from signatur.solutions.mail_routing.service.insight.themes import themes_of

__all__ = [
    "HISTORY_TITLES",
    "HOW_TITLES",
    "READ_INSIGHT",
    "Asked",
    "Assumption",
    "Sheet",
    "as_json",
    "as_rows",
    "history",
    "how_it_flows",
    "how_right",
    "is_whole",
    "languages_seen",
    "measured",
    "month_of",
    "monthly_report",
    "note_fact",
    "outlook",
    "overview",
    "rebuild",
    "show_flow",
    "show_outlook",
    "show_overview",
    "show_quality",
    "themes_of",
    "usual_period",
    "what_if",
]
