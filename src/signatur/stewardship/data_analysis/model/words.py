"""Every kind of finding in words: what it is called, and what to do about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from signatur.kernel.i18n import text as _
from signatur.methods.tables.schema import Kind, Severity

if TYPE_CHECKING:
    from collections.abc import Mapping

    from signatur.kernel.i18n import Text

SEVERITIES: Final[Mapping[str, Text]] = {
    Severity.HIGH: _("Must be settled"),
    Severity.MEDIUM: _("Should be looked at"),
    Severity.LOW: _("Good to know"),
}
KINDS: Final[Mapping[str, Text]] = {
    Kind.NUMBER: _("Numbers"),
    Kind.TIME: _("Time"),
    Kind.CATEGORY: _("Category"),
    Kind.TEXT: _("Free text"),
    Kind.EMPTY: _("Empty"),
}

# kind -> (what it is called, what to do)
FINDINGS: Final[Mapping[str, tuple[Text, Text]]] = {
    "no_label": (
        _("Rows without an outcome"),
        _("They cannot be learnt from. Find out whether they are open cases, or whether a certain kind "
          "of case is never given an outcome; then the rest is skewed."),
    ),
    "empty_column": (_("Column without content"), _("Leave it out, or find out why it was not exported.")),
    "missing": (
        _("Empty cells"),
        _("Find out why. Cells that are empty for a reason carry a meaning that is lost when they are "
          "filled in."),
    ),
    "disguised_missing": (
        _("“Unknown” in disguise"),
        _("These values stand for “unknown” and were read as empty. Let the system write empty cells."),
    ),
    "constant": (_("The same in every row"), _("It tells nothing. Leave it out.")),
    "identifier": (
        _("Identifies the row"),
        _("It was not used to learn from. Leave it out, also for the sake of data minimisation."),
    ),
    "many_categories": (
        _("Very many categories"),
        _("Most stand too seldom to be learnt from. Gather them in larger groups."),
    ),
    "mixed_types": (
        _("Words and numbers mixed"),
        _("Cells that do not fit the column were read as empty. Correct them at the source."),
    ),
    "future_date": (_("Dates that are yet to come"), _("They cannot be right. Correct or remove the rows.")),
    "ancient_date": (_("Dates before 1900"), _("They are most likely placeholders. Correct or empty them.")),
    "impossible_date": (
        _("Dates that no calendar has"),
        _("They were read as empty. Correct them at the source."),
    ),
    "negative": (_("Negative where nothing can be negative"), _("Correct or remove the rows.")),
    "impossible_age": (_("Ages that nobody has"), _("Correct or remove the rows.")),
    "impossible_cpr": (
        _("Civil registration numbers that begin with no date"),
        _("Correct them – and ask whether civil registration numbers need to be in the table at all."),
    ),
    "outlier": (
        _("Far from all other values"),
        _("Look at them: a slip of the pen, another unit, or a rare case that a model must not be "
          "ruled by?"),
    ),
    "exact_duplicate": (
        _("The same row several times"),
        _("Repeats are not counted as usable. Left in, they are learnt twice and make a test look too "
          "good."),
    ),
    "equal_rows": (
        _("Rows that are alike"),
        _("The columns are too few to tell cases apart, so they were kept. Export a case number to know "
          "which are the same case."),
    ),
    "duplicate_but_identifier": (
        _("Equal rows under different numbers"),
        _("Find out whether they are one case registered twice."),
    ),
    "near_duplicate": (
        _("Rows that differ in this column alone"),
        _("Find out whether they are one case, corrected or registered twice; then keep the latest."),
    ),
    "conflicting_outcome": (
        _("Equal cases with different outcomes"),
        _("Let two caseworkers look at some of them. Either something that matters is not in the table, "
          "or equal cases are not treated equally."),
    ),
    "person_conflict": (
        _("One person, several outcomes"),
        _("Keep all rows of a person on the same side when training and test data are split."),
    ),
    "person_again": (
        _("Persons who stand several times"),
        _("Keep all rows of a person on the same side when training and test data are split."),
    ),
    "duplicate_across_time": (
        _("New cases that repeat old ones"),
        _("A test on the newest cases would test what was learnt by heart. Keep repeats on one side."),
    ),
    "inconsistent_coding": (
        _("One thing written in several ways"),
        _("The spellings were brought together here. Agree on one, and let the system offer a list."),
    ),
    "near_spelling": (_("Perhaps misspelt"), _("Look at them; they were not brought together.")),
    "several_codes": (
        _("Yes and no in several codes"),
        _("Agree on one code for each; they were not brought together."),
    ),
    "mixed_date_formats": (
        _("Dates written in several ways"),
        _("Check that day and month were not swapped. Export dates as year-month-day."),
    ),
    "mixed_units": (
        _("Amounts in several units"),
        _("The amounts were not converted. Export one unit only."),
    ),
    "sorted_by_outcome": (
        _("Rows sorted by outcome"),
        _("Shuffle the rows, or sort by time, before they are split into training and test data."),
    ),
    "writer_effect": (
        _("Outcomes differ by who handled the case"),
        _("Equal cases end differently depending on who handles them. Talk about practice in the "
          "group; it says nothing of any one person. A model would learn an average of them."),
    ),
}  # fmt: skip

LEAKS: Final[Mapping[str, Text]] = {
    "nearly_perfect": _("tells the outcome almost without fail, all by itself"),
    "copy": _("is the outcome under other names"),
    "missing_tells": _("is filled in after the outcome: whether it is empty tells the outcome"),
    "dated_later": _("is dated after the case"),
    "named_afterwards": _("has a name that belongs to after the decision"),
    "identifier_order": _("is a running number whose order tells the outcome"),
    "far_better": _("tells far more than all other columns together"),
}

VOLUME_REASONS: Final[Mapping[str, Text]] = {
    "too_few": _(
        "There are too few usable rows to measure how a model learns; at least 30 are needed."
    ),
    "one_outcome": _("All usable rows have the same outcome, so there is nothing to learn."),
    "no_columns": _("No column is left to learn from."),
    "not_told": _("The measure could not be told at every size; some outcomes are too rare."),
}
NEEDED_REASONS: Final[Mapping[str, Text]] = {
    "no_target": _("No target was given."),
    "beyond_reach": _("The target most likely lies beyond what more rows of this kind can give. Better "
                      "columns or clearer outcomes are needed, not more rows."),
}  # fmt: skip
PRACTICE_REASONS: Final[Mapping[str, Text]] = {
    "no_time": _("No column of time was given, so a change over time cannot be seen."),
    "unreadable_time": _("The column of time could not be read as times."),
}
METRIC_TITLES: Final[Mapping[str, Text]] = {
    "auc": _("Ability to rank (AUC)"),
    "accuracy": _("Share right"),
    "balanced_accuracy": _("Share right, averaged over outcomes"),
    "macro_f1": _("F1, averaged over outcomes"),
    "f1": _("F1"),
    "precision": _("Precision"),
    "recall": _("Recall"),
    "average_precision": _("Average precision"),
    "log_loss": _("Log loss"),
    "brier": _("Brier score"),
    "r2": _("Share explained (R²)"),
    "mae": _("Mean error"),
    "rmse": _("Root mean square error"),
}
WARNINGS: Final[Mapping[str, Text]] = {
    "rare_outcome": _("The outcome “%(name)s” is rare. Always guessing the usual one looks good and is "
                      "worth nothing; judge a model by how it does on the rare one."),
    "few_of_outcome": _("Fewer than 30 cases ended with “%(name)s”; a model can hardly learn it, and "
                        "nobody can test it."),
    "small_group": _("Fewer than 50 cases in the group “%(name)s” (%(column)s); how a model treats it "
                     "cannot be tested."),
    "few_outcomes_in_group": _("In the group “%(name)s” (%(column)s) fewer than 30 cases have the rare "
                               "outcome; error rates there will be uncertain."),
}  # fmt: skip
METHODS: Final[Mapping[str, Text]] = {
    "median": _("the middle value"),
    "most_frequent": _("the most frequent value"),
    "group": _("the usual value of its group"),
    "linear": _("computed from other columns"),
    "flag_only": _("stays unknown, with a flag"),
}


def severity_title(code: str) -> str:
    return str(SEVERITIES[Severity(code)])


def finding_title(kind: str) -> str:
    return str(FINDINGS[kind][0])


def advice(kind: str) -> str:
    return str(FINDINGS[kind][1])


def leak_words(reasons: tuple[str, ...] | list[str]) -> str:
    """Return why a column is suspected, as one sentence."""
    said = "; ".join(str(LEAKS[one]) for one in reasons)
    return f"{said[:1].upper()}{said[1:]}."


def warning_words(code: str, column: str, name: str) -> str:
    return str(_with(WARNINGS[code], column=column, name=name))


def _with(said: Text, **values: str) -> Text:
    return type(said)(said.message, {**said.values, **values})
