"""The questions, in order. Their sides and weights follow from what decided forty earlier projects.

Data stopped or hampered 79 % of them, law 68 %, resources 59 %, the use case itself 56 %, the
organisation 53 % (evaluation of November 2024).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from signatur.kernel.i18n import text as _
from signatur.stewardship.readiness.schema import Option, Question, Side

if TYPE_CHECKING:
    from collections.abc import Mapping

    from signatur.kernel.i18n import Text

_YES, _NO, _PARTLY = _("Yes"), _("No"), _("Partly")


def _yes(bad: Text, *, stops: bool = False, partly: Text | None = None) -> tuple[Option, ...]:
    """Return the answers to a question where yes is good."""
    middle = (Option("partly", _PARTLY, 0.5, partly),) if partly is not None else ()
    return (Option("yes", _YES, 1.0), *middle, Option("no", _NO, 0.0, bad, stops))


def _no(bad: Text, *, stops: bool = False, points: float = 0.0) -> tuple[Option, ...]:
    """Return the answers to a question where no is good."""
    return (Option("no", _NO, 1.0), Option("yes", _YES, points, bad, stops))


def _neutral(*options: tuple[str, Text]) -> tuple[Option, ...]:
    """Return answers that speak neither for nor against; they weigh in the legal zone."""
    return tuple(Option(value, title, 1.0) for value, title in options)


_PERSONAL: Final = frozenset({"ordinary", "special"})

QUESTIONS: Final[tuple[Question, ...]] = (
    # --- the task
    Question(
        "volume", Side.TASK, _("How many cases of this kind are there in a year?"),
        (
            Option("over_10000", _("More than 10,000"), 1.0),
            Option("1000_10000", _("1,000 to 10,000"), 0.8),
            Option("100_1000", _("100 to 1,000"), 0.3,
                   _("Few cases: the saving is small, and a model has little to learn from.")),
            Option("under_100", _("Fewer than 100"), 0.0,
                   _("So few cases can hardly carry the cost of a model.")),
        ),
    ),
    Question(
        "repetitive", Side.TASK, _("Are most of the cases alike in what is done with them?"),
        _yes(_("Cases that are all different leave little to learn."),
             partly=_("Only a part of the cases is alike: begin with that part.")),
    ),
    Question(
        "discretion", Side.TASK, _("How much of the decision is discretion?"),
        (
            Option("none", _("None: clear rules or facts"), 1.0),
            Option("some", _("Some"), 0.6),
            Option("most", _("Most of it"), 0.1,
                   _("Where discretion is the core, a model may prepare and sort, but no rule may "
                     "take the place of discretion.")),
        ),
        help=_("A duty to exercise discretion may not be replaced by a rule or a score."),
    ),
    Question(
        "consistent", Side.TASK,
        _("Would two experienced colleagues mostly decide the same case alike?"),
        _yes(_("People disagree: a model learns the disagreement, and nobody can say what is right."),
             partly=_("People partly disagree: measure how often before a model is judged.")),
    ),
    Question(
        "error_cost", Side.TASK, _("Is an error found and put right before it does harm?"),
        _yes(_("Errors reach citizens before anybody sees them."),
             partly=_("Some errors reach citizens before anybody sees them.")),
    ),
    Question(
        "simpler", Side.TASK, _("Has a simpler way been tried or ruled out?"),
        _yes(_("A rule, a form or a better process may do it for less; try that first.")),
        help=_("A better form, a rule, a template, a search, one system instead of two."),
    ),
    # --- the process
    Question(
        "healthy", Side.PROCESS, _("Does the process work well today, apart from the time it takes?"),
        _yes(_("A process that does not work gets faster, not better, with AI."),
             partly=_("Mend what does not work in the process first.")),
    ),
    Question(
        "will_change", Side.PROCESS,
        _("Will the process, the organisation or the rules change within two years?"),
        _no(_("What is learnt now will soon be out of date."), points=0.2),
    ),
    Question(
        "professionals", Side.PROCESS,
        _("Have the people who do the work taken part in describing it?"),
        _yes(_("Over half of the forty projects had not asked those who do the work at first."),
             partly=_("Ask more of those who do the work.")),
    ),
    Question(
        "next_link", Side.PROCESS,
        _("Can the next in line handle what the model finds or passes on faster?"),
        _yes(_("False alarms and faster passing on push work to a scarcer resource."),
             partly=_("The next in line may become the new bottleneck.")),
    ),
    # --- law, development
    Question(
        "personal_data", Side.LAW_DEVELOPMENT, _("Which data about people does it need?"),
        _neutral(
            ("none", _("None")),
            ("ordinary", _("Ordinary personal data")),
            ("special", _("Also health, social problems, crime or other sensitive data")),
        ),
    ),
    Question(
        "basis_development", Side.LAW_DEVELOPMENT,
        _("Is there a legal basis for developing it with these data?"),
        _yes(_("Without a legal basis for development, data may not be used to train anything."),
             stops=True,
             partly=_("The basis for development is not clear yet.")),
        help=_("Often existing sector law carries development; consent does not, between citizen and "
               "authority."),
        when=("personal_data", _PERSONAL),
    ),
    Question(
        "only_research", Side.LAW_DEVELOPMENT,
        _("Does the basis rest on research only (databeskyttelsesloven § 10)?"),
        _no(_("Data used for research under § 10 may never be used in casework: the model would "
              "need another basis for operation."), points=0.1),
        when=("personal_data", frozenset({"special"})),
    ),
    Question(
        "minimised", Side.LAW_DEVELOPMENT, _("Can it be done with fewer data, or data without names?"),
        _neutral(("done", _("We use as few as possible")), ("could", _("Probably fewer"))),
        when=("personal_data", _PERSONAL),
    ),
    # --- law, operation
    Question(
        "effect", Side.LAW_OPERATION, _("What follows for the citizen?"),
        _neutral(
            ("none", _("Nothing: it is internal, such as sorting or planning")),
            ("indirect", _("It prepares or orders what people decide")),
            ("direct", _("It bears on a right, a duty, a benefit or a treatment")),
        ),
    ),
    Question(
        "basis_operation", Side.LAW_OPERATION,
        _("Is there a legal basis for using it in daily operation?"),
        _yes(_("Development is often lawful where operation is not: this is what stopped most."),
             partly=_("The basis for operation is not clear yet.")),
        help=_("The more it intrudes, the clearer the law must be that allows it."),
        when=("personal_data", _PERSONAL),
    ),
    Question(
        "profiling", Side.LAW_OPERATION,
        _("Does it judge or predict something about individual people?"),
        _neutral(("no", _NO), ("yes", _YES)),
        help=_("That is profiling, such as a risk of illness or of leaving a course."),
        when=("personal_data", _PERSONAL),
    ),
    Question(
        "vulnerable", Side.LAW_OPERATION, _("Are the people concerned children or otherwise vulnerable?"),
        _neutral(("no", _NO), ("yes", _YES)),
        when=("personal_data", _PERSONAL),
    ),
    Question(
        "automatic", Side.LAW_OPERATION, _("Is anything to happen without a person deciding each case?"),
        _neutral(("no", _NO), ("internal", _("Yes, but only inside the house")),
                 ("outside", _("Yes, and citizens are affected"))),
    ),
    Question(
        "medical", Side.LAW_OPERATION,
        _("Does it help to diagnose, predict, treat or follow illness?"),
        _neutral(("no", _NO), ("yes", _YES)),
        help=_("Then it is probably a medical device (MDR), with a class and mostly an outside body."),
    ),
    # --- data
    Question(
        "access", Side.DATA, _("Can you get at the data, in a form that a program can read?"),
        _yes(_("Without access to data nothing can begin; ask the supplier what it costs and takes."),
             partly=_("A part of the data must still be made available.")),
    ),
    Question(
        "enough", Side.DATA,
        _("Are there at least some hundred finished cases of each outcome that matters?"),
        _yes(_("Rare outcomes cannot be learnt from a handful of cases."),
             partly=_("Some outcomes are rare: they may have to be left to people.")),
    ),
    Question(
        "outcome_known", Side.DATA, _("Is the right answer written down with each case?"),
        _yes(_("Without a written outcome there is nothing to learn from or to measure against."),
             partly=_("Outcomes must partly be added by hand.")),
    ),
    Question(
        "practice_stable", Side.DATA,
        _("Has practice been the same for as long as the data reaches back?"),
        _yes(_("Old cases may reflect a practice that is gone; the data analysis will show it."),
             partly=_("Old cases partly reflect an earlier practice.")),
    ),
    Question(
        "represents", Side.DATA, _("Are all groups of citizens in the data that it will be used on?"),
        _yes(_("Whoever is not in the data is judged by others' cases."),
             partly=_("Some groups are small in the data: measure them on their own.")),
    ),
    # --- build, buy or share
    Question(
        "exists", Side.WAY, _("Is there something that others use already?"),
        (
            Option("shared", _("Yes, shared by another authority or in Signatur"), 1.0),
            Option("bought", _("Yes, on the market"), 0.8),
            Option("no", _("No, looked for and not found"), 0.6),
            Option("not_looked", _("Nobody has looked"), 0.0,
                   _("Of the forty projects 88 % were built anew; look first.")),
        ),
    ),
    Question(
        "competence", Side.WAY, _("Do you have people who can build or buy it, and judge it?"),
        _yes(_("Nobody can judge what is built or bought."),
             partly=_("Competence must be borrowed or bought.")),
    ),
    Question(
        "exit", Side.WAY, _("Can you get out again with your data and without one supplier?"),
        _yes(_("You are bound to one supplier."),
             partly=_("Getting out would be costly: agree on it now.")),
    ),
    # --- integration
    Question(
        "where_seen", Side.INTEGRATION, _("Will people meet it in the system where they work already?"),
        _yes(_("What is one more system beside the others is not used."),
             partly=_("Some of the people will have to look in another system.")),
    ),
    Question(
        "way_in_out", Side.INTEGRATION,
        _("Is there a way in and out that the systems' suppliers support?"),
        _yes(_("Without a supported way in and out a pilot stays a pilot."),
             partly=_("A way must partly be made: get the price in writing.")),
    ),
    # --- ownership
    Question(
        "owner", Side.OWNERSHIP, _("Is there a named owner with a budget for operation?"),
        _yes(_("Who pays in operation was an open question in most projects."), stops=False,
             partly=_("There is an owner, but no budget for operation.")),
    ),
    Question(
        "gain_place", Side.OWNERSHIP, _("Do the gains fall where the costs fall?"),
        _yes(_("Costs in one department and gains in another: settle that before you begin."),
             partly=_("Costs and gains partly fall in different places.")),
    ),
    Question(
        "management", Side.OWNERSHIP, _("Does the management stand behind it, also when it is dull?"),
        _yes(_("Without the management, operation ends with the project."),
             partly=_("The management is interested, but has not decided.")),
    ),
    # --- hypotheses
    Question(
        "measured_today", Side.HYPOTHESES,
        _("Has it been measured how it goes today: time, errors, waiting?"),
        _yes(_("Without a measure of today, no gain can be shown afterwards."),
             partly=_("Measure the rest before you change anything.")),
    ),
)  # fmt: skip

# What makes law complex: question -> answer -> (weight, reason).
ZONE_WEIGHTS: Final[Mapping[str, Mapping[str, tuple[int, Text]]]] = {
    "personal_data": {
        "ordinary": (1, _("It needs data about people.")),
        "special": (2, _("It needs sensitive data about people.")),
    },
    "effect": {
        "indirect": (1, _("It prepares what is decided about citizens.")),
        "direct": (2, _("It bears on citizens' rights, duties, benefits or treatment.")),
    },
    "profiling": {"yes": (2, _("It judges or predicts something about individual people."))},
    "vulnerable": {"yes": (1, _("The people concerned are vulnerable."))},
    "automatic": {
        "internal": (1, _("Some of it happens without a person deciding each case.")),
        "outside": (3, _("Citizens are affected without a person deciding each case.")),
    },
    "medical": {"yes": (3, _("It is probably a medical device."))},
    "basis_operation": {
        "no": (3, _("There is no legal basis for operation.")),
        "partly": (1, _("The legal basis for operation is not clear.")),
    },
    "only_research": {"yes": (3, _("The data may only be used for research."))},
}


def by_code(code: str) -> Question:
    """Return a question. Raises KeyError."""
    return _BY_CODE[code]


_BY_CODE: Final = {one.code: one for one in QUESTIONS}
