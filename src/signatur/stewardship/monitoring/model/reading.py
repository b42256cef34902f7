"""From a CSV file, as other systems and Excel write them, to columns and to cases."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from signatur.kernel.errors import InputProblem
from signatur.kernel.i18n import text as _
from signatur.methods.statistics.disagreement import ARMS, Case

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

COLUMNS: Final = ("arm", "worker", "model_answer", "first_answer", "final_answer", "truth")
_NEEDED: Final = ("arm", "model_answer", "final_answer")
_ARM_NAMES: Final = {
    "shown": "shown",
    "vist": "shown",
    "blind": "blind_first",
    "blind_first": "blind_first",
    "blindfirst": "blind_first",
    "hidden": "hidden",
    "skjult": "hidden",
}


def cases_of(columns: Mapping[str, Sequence[str]]) -> list[Case]:
    """Return the cases of a table with the columns of `COLUMNS`; worker, first answer and truth may lack.

    Raises InputProblem for a column that is missing or an arm that is none.
    """
    missing = [name for name in _NEEDED if name not in columns]
    if missing:
        raise InputProblem(
            log=f"columns {missing} missing",
            shown=_(
                "The file lacks the column %(name)s. It needs: %(needed)s.",
                name=missing[0],
                needed=", ".join(COLUMNS),
            ),
        )
    count = len(columns[_NEEDED[0]])
    empty = [""] * count
    table = [columns.get(name, empty) for name in COLUMNS]
    cases = []
    for number, (arm, *rest) in enumerate(zip(*table, strict=True), start=2):
        plain = arm.casefold().replace("-", "_").replace(" ", "_")
        if plain not in _ARM_NAMES:
            raise InputProblem(
                log="unknown arm",
                shown=_(
                    "Line %(number)s: the arm must be one of %(arms)s, not “%(arm)s”.",
                    number=number,
                    arms=", ".join(ARMS),
                    arm=arm[:40],
                ),
            )
        cases.append(Case(_ARM_NAMES[plain], *rest))
    return cases
