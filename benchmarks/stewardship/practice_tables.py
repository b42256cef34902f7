"""Tables for the benchmark of practice change: simulated case work, and real tables with a planted change.

Every table without a change still moves: inputs drift, seasons turn, volumes jump, writers come and go.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

MASSIVE = Path(__file__).parents[3] / "shared" / "data" / "text" / "massive_da" / "train.jsonl"
YEARS = 5
LUCK = 0.6
START = date(2018, 1, 1)
CALM = (
    "plain", "drift", "season", "volume", "rare", "noise", "sharp", "interaction", "inflation", "workers",
    "new_category", "classes", "number", "missing",
)  # fmt: skip
CHANGED = ("threshold", "group", "category", "gradual", "several", "there_and_back", "weight")


@dataclass(frozen=True)
class Planted:
    """A table, the days on which its practice changed, and which rows the last practice would decide otherwise."""

    columns: dict[str, Any]
    days: tuple[date, ...] = ()
    outdated: Any = None
    days_of_knowing: tuple[date, ...] = ()
    """The dates found by one who knows both practices in full: no program can be nearer on the whole."""


@dataclass(frozen=True)
class Cases:
    """Inputs of cases in the order of time; `when` runs from 0 to 1."""

    when: Any
    inputs: Any
    group: Any
    category: Any

    @property
    def merit(self) -> Any:
        """What speaks for granting, on the scale of logits."""
        x = self.inputs
        part = 1.2 * x[:, 0] - 0.8 * x[:, 1] + 0.5 * x[:, 2] * x[:, 3] + 0.6 * np.abs(x[:, 4])
        by_category = np.array([-0.6, 0.0, 0.3, 0.6, -0.2, 0.0])[self.category]
        return part + 0.7 * self.group + by_category - 0.8


def day(when: float) -> date:
    """Return the day of a share of the whole time."""
    return START + timedelta(days=int(when * 365 * YEARS))


def cases(
    rng: Any, rows: int, *, drift: float = 0.0, season: float = 0.0, volume: str = "flat"
) -> Cases:
    """Draw cases whose inputs are correlated, drift, and follow the seasons."""
    when = np.sort(_times(rng, rows, volume))
    x = rng.normal(size=(rows, 6)) @ (rng.normal(size=(6, 6)) * 0.4 + np.eye(6))
    x /= x.std(0)
    x[:, 0] += drift * (when - 0.5) * 2
    x[:, 1] += season * np.sin(2 * np.pi * when * YEARS)
    x[:, 2] += drift * (when > 0.6)
    group = (rng.random(rows) < 0.3 + 0.2 * drift * when).astype(int)
    return Cases(when, x, group, rng.integers(0, 6, rows))


def _times(rng: Any, rows: int, volume: str) -> Any:
    if volume == "flat":
        return rng.random(rows)
    if volume == "growing":
        return np.sqrt(rng.random(rows))
    weight = rng.gamma(1, 1, 60) + 0.05
    return (rng.choice(60, rows, p=weight / weight.sum()) + rng.random(rows)) / 60


def granted(rng: Any, merit: Any, noise: float = 0.0) -> Any:
    """Draw outcomes from logits, some of them written down wrongly."""
    yes = rng.random(len(merit)) < 1 / (1 + np.exp(-merit))
    return np.where(yes ^ (rng.random(len(merit)) < noise), "bevilget", "afslag")


def table(rng: Any, given: Cases, outcome: Any, missing: float = 0.05) -> dict[str, Any]:
    """Return the columns as a case system exports them: gaps, a running number, a reference, postcodes."""
    rows = len(given.when)
    columns: dict[str, Any] = {f"x{i}": given.inputs[:, i].copy() for i in range(6)}
    for name in ("x0", "x1", "x2"):
        columns[name][rng.random(rows) < missing] = np.nan
    columns["x3"] = np.round(np.exp(columns["x3"]))
    columns["group"] = np.array(["mand", "kvinde"])[given.group]
    columns["category"] = np.array([f"kat{i}" for i in range(6)])[given.category]
    columns["number"] = np.arange(1000, 1000 + rows)
    columns["postcode"] = [str(2000 + int(one)) for one in rng.zipf(1.5, rows) % 300]
    columns["reference"] = [f"S-{one}" for one in rng.integers(0, 10**9, rows)]
    columns["date"] = [day(one) for one in given.when]
    columns["outcome"] = outcome
    return columns


def calm(kind: str, rows: int, rng: Any) -> Planted:
    """Return a table in which equal inputs meet with equal outcomes all the time."""
    drift = {"plain": 0.0, "drift": 1.0, "season": 0.3, "inflation": 0.0}.get(kind, 0.7)
    volume = {"volume": "jumping", "rare": "growing"}.get(kind, "flat")
    given = cases(rng, rows, drift=drift, season=1.2 if kind == "season" else 0.0, volume=volume)
    x, merit = given.inputs, given.merit
    if kind == "sharp":
        return Planted(
            table(rng, given, np.where((merit > 0) ^ (rng.random(rows) < 0.03), "ja", "nej"))
        )
    if kind == "interaction":
        merit = 1.5 * np.sign(x[:, 0]) * np.sign(x[:, 1] - 0.3) + 1.5 * x[:, 2] * given.group - 0.5
    if kind == "inflation":
        x[:, 3] = x[:, 3] * 0.6 + 2 * given.when
        merit = 3 * (x[:, 3] - 1) + 0.5 * x[:, 0]
    if kind == "rare":
        merit = merit - 3.2
    if kind == "new_category":
        moved = (given.when > 0.5) & (rng.random(rows) < 0.6)
        given.category[moved] = 5
        merit = given.merit + 1.5 * (given.category == 5)
    if kind in {"classes", "number", "workers", "missing"}:
        return _other(kind, given, rng)
    return Planted(table(rng, given, granted(rng, merit, 0.15 if kind == "noise" else 0.0)))


def _other(kind: str, given: Cases, rng: Any) -> Planted:
    rows, x = len(given.when), given.inputs
    if kind == "classes":
        pull = np.column_stack(
            [given.merit, x[:, 1] + 0.5 * given.group, -x[:, 0] - 1, 0 * given.when]
        )
        return Planted(
            table(
                rng, given, np.array(list("abcd"))[(pull + rng.gumbel(size=pull.shape)).argmax(1)]
            )
        )
    if kind == "number":
        amount = np.exp(
            9 + 0.4 * given.merit + 0.3 * rng.normal(size=rows) * (1 + 0.5 * given.group)
        )
        return Planted(table(rng, given, amount))
    if kind == "workers":
        count = max(rows // 25, 8)
        start = rng.random(count) * 1.2 - 0.4
        end = start + 0.2 + rng.random(count) * 0.6
        start[0], end[0] = -1, 2
        worker = np.array(
            [rng.choice(np.flatnonzero((start <= one) & (one <= end))) for one in given.when]
        )
        outcome = granted(rng, given.merit + rng.normal(0, 0.8, count)[worker])
        return Planted({**table(rng, given, outcome), "worker": [f"w{one}" for one in worker]})
    gone = rng.random(rows) < np.where(given.when > 0.5, 0.5, 0.1)
    seen = np.where(gone, 0, x[:, 0])
    columns = table(
        rng, given, granted(rng, 1.2 * seen + 0.8 * gone - 0.8 * x[:, 1] - 0.5), missing=0.0
    )
    return Planted({**columns, "x0": np.where(gone, np.nan, x[:, 0])})


def changed(kind: str, rows: int, rng: Any) -> Planted:
    """Return a table with a planted change; the same case's chance decides under both practices."""
    given = cases(rng, rows, drift=0.5, volume=str(rng.choice(["flat", "growing", "jumping"])))
    when, merit, luck = given.when, given.merit, rng.logistic(size=rows) * LUCK
    cut = float(rng.uniform(0.25, 0.75))
    cuts, is_new, newest = (cut,), when > cut, merit - 1.0
    if kind == "group":
        newest = merit - 1.8 * given.group
    if kind == "category":
        newest = np.where(given.category == 2, -merit - 0.4, merit)
    if kind == "gradual":
        newest, is_new = merit - 1.4, rng.random(rows) < np.clip((when - cut + 0.1) / 0.2, 0, 1)
    if kind == "weight":
        newest = merit - 1.6 * given.inputs[:, 0]
    now, merits = np.where(is_new, newest, merit), (merit, newest)
    if kind == "several":
        cuts, newest = (0.33, 0.67), merit - 1.6 * given.group + 0.3
        merits = merit, merit - 1.2, newest
        now = np.where(when > 0.67, newest, np.where(when > 0.33, merit - 1.2, merit))
    if kind == "there_and_back":
        cuts, newest = (0.35, 0.65), merit
        merits = merit, merit - 1.3, merit
        now = np.where((when > 0.35) & (when <= 0.65), merit - 1.3, merit)
    outcome = np.where(now > luck, "bevilget", "afslag")
    outdated = (now > luck) != (newest > luck)
    return Planted(
        table(rng, given, outcome),
        tuple(day(one) for one in cuts),
        outdated,
        _knowing(when, now > luck, merits, cuts),
    )


def _knowing(when: Any, yes: Any, merits: Any, cuts: tuple[float, ...]) -> tuple[date, ...]:
    """Return the likeliest date of each change to one who knows the practices and the other changes."""
    edges, found = (0.0, *cuts, 1.0), []
    for i, (old, new) in enumerate(pairwise(merits)):
        near = (when > edges[i]) & (when <= edges[i + 2])
        told = [-np.logaddexp(0, np.where(yes, -one, one) / LUCK)[near] for one in (old, new)]
        last_of_old = int(np.cumsum(told[0] - told[1])[:-1].argmax())
        found.append(day(when[near][last_of_old + 1]))
    return tuple(found)


def real(name: str, rng: Any, *, plant: bool) -> Planted:
    """Return a real table in a drawn order of time, with a planted change or without.

    Three are scikit-learn's; `massive_da` holds Danish enquiries (Amazon MASSIVE, CC BY 4.0).
    """
    from sklearn import datasets

    if name == "massive_da":
        return _enquiries(rng, plant=plant)
    x, y, names = _loaded(datasets, name)
    rows = len(x)
    # The inputs drift: the order of time leans on the input that varies most.
    widest = x[:, x.std(0).argmax()]
    order = np.argsort(rng.normal(size=rows) + 0.5 * (widest - widest.mean()) / widest.std())
    x, y = x[order], y[order]
    old, new = _practices(name, x, y)
    cut = float(rng.uniform(0.35, 0.65))
    when = (np.arange(rows) + 0.5) / rows
    is_new = (when > cut) & plant
    columns = {names[i]: x[:, i] for i in range(x.shape[1])}
    columns |= {"date": [day(one) for one in when], "outcome": np.where(is_new, new, old)}
    if not plant:
        return Planted(columns)
    return Planted(columns, (day(cut),), ~is_new & (old != new))


def _enquiries(rng: Any, *, plant: bool) -> Planted:
    """Return 1,500 enquiries and whether one department got them; what concerns the calendar moves away."""
    lines = [json.loads(one) for one in MASSIVE.read_text("utf-8").splitlines()]
    drawn = [lines[one] for one in rng.choice(len(lines), 1500, replace=False)]
    words = np.array([len(one["text"].split()) for one in drawn])
    # The inputs drift: enquiries grow longer.
    order = np.argsort(rng.normal(size=len(drawn)) + 0.5 * (words - words.mean()) / words.std())
    about = np.array([one["scenario"] for one in drawn])[order]
    old = np.isin(about, ("calendar", "alarm", "datetime", "lists"))
    new = old & (about != "calendar")
    cut = float(rng.uniform(0.35, 0.65))
    when = (np.arange(len(drawn)) + 0.5) / len(drawn)
    is_new = (when > cut) & plant
    columns = {
        "text": [drawn[one]["text"] for one in order],
        "words": words[order],
        "date": [day(one) for one in when],
        "outcome": np.where(np.where(is_new, new, old), "ja", "nej"),
    }
    if not plant:
        return Planted(columns)
    return Planted(columns, (day(cut),), ~is_new & (old != new))


def _loaded(datasets: Any, name: str) -> tuple[Any, Any, list[str]]:
    if name == "digits":
        loaded = datasets.load_digits()
        return loaded.data, loaded.target, [f"pixel {i}" for i in range(64)]
    loaded = getattr(datasets, f"load_{name}")()
    return loaded.data, loaded.target, list(loaded.feature_names)


def _practices(name: str, x: Any, y: Any) -> tuple[Any, Any]:
    """Return what the old and the new practice say of each row."""
    if name == "diabetes":  # the threshold of treatment moves
        return np.where(y > 160, "ja", "nej"), np.where(y > 100, "ja", "nej")
    if name == "breast_cancer":  # coarse texture is now followed up whatever else
        old = np.where(y == 0, "ja", "nej")
        return old, np.where(x[:, 1] > np.quantile(x[:, 1], 0.6), "ja", old)
    label = y.astype(str)  # one category is merged into another
    return label, np.where(label == "7", "1", label)
