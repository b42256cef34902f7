"""The solver of linear and mixed programs: HiGHS (Huangfu and Hall, 2018), silent and on one core."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


def a_solver(**options: float | str) -> Any:
    """Return a solver that prints nothing and gives the same answer every time."""
    import highspy

    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("threads", 1)
    for name, value in options.items():
        solver.setOptionValue(name, value)
    return solver


def ask_for_whole(solver: Any, columns: NDArray[np.int32], *, whole: bool) -> None:
    """Ask for whole numbers in some columns, or no longer."""
    import highspy

    kind = highspy.HighsVarType.kInteger if whole else highspy.HighsVarType.kContinuous
    solver.changeColsIntegrality(len(columns), columns, np.full(len(columns), kind))
