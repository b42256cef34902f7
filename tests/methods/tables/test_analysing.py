"""What is planted is found; what is sound is left in peace."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl
import pytest

from signatur.methods.tables import UnfitTable, Wish, analyse, understand
from tests.methods.tables.invented import TODAY, decisions

if TYPE_CHECKING:
    from signatur.methods.tables import Analysis


def analysed(frame: pl.DataFrame, label: str = "udfald", **more: object) -> Analysis:
    return analyse(understand(frame), Wish(label=label, today=TODAY, **more))  # type: ignore[arg-type]


def kinds(found: Analysis) -> set[tuple[str, str]]:
    return {(one.kind, one.column) for one in found.quality}


def test_a_sound_table_has_no_grave_findings_and_no_suspects() -> None:
    found = analysed(decisions(400, changed=False))

    assert [one for one in found.quality if one.severity == "high"] == []
    assert found.leaks == ()
    assert found.usable_rows == found.rows == 400


def test_rows_that_cannot_be_used_are_counted_once_each() -> None:
    frame = decisions(300, changed=False).cast({"alder": pl.Int64})
    frame = frame.with_columns(
        pl.when(pl.int_range(300) < 10).then(pl.lit(-5)).otherwise("alder").alias("alder"),
        pl.when(pl.int_range(300).is_between(20, 24))
        .then(None)
        .otherwise("udfald")
        .alias("udfald"),
    )
    found = analysed(pl.concat([frame, frame.tail(7)]))

    assert found.removed == {"no_label": 5, "exact_duplicate": 7, "impossible": 10}
    assert found.usable_rows == 307 - 22
    assert {("exact_duplicate", ""), ("negative", "alder"), ("no_label", "udfald")} <= kinds(found)


def test_one_thing_written_in_several_ways_is_one_outcome() -> None:
    frame = decisions(300, changed=False).with_columns(
        pl.when((pl.int_range(300) % 7 == 0) & (pl.col("udfald") == "Ja"))
        .then(pl.lit("ja "))
        .otherwise("udfald")
        .alias("udfald")
    )
    found = analysed(frame)

    assert ("inconsistent_coding", "udfald") in kinds(found)
    assert set(found.outcomes.classes) == {"Ja", "Nej"}


def test_a_case_registered_twice_with_another_outcome_is_a_conflict() -> None:
    frame = decisions(400, changed=False)
    turned = frame.head(6).with_columns(
        pl.when(pl.col("udfald") == "Ja")
        .then(pl.lit("Nej"))
        .otherwise(pl.lit("Ja"))
        .alias("udfald"),
        (pl.col("sagsnr") + "X").alias("sagsnr"),
    )
    found = analysed(pl.concat([frame, turned]))

    conflict = next(one for one in found.quality if one.kind == "conflicting_outcome")
    assert (conflict.column, conflict.count) == ("udfald", 6)


def test_columns_that_know_the_outcome_are_suspected_and_left_out() -> None:
    frame = decisions(600, changed=False)
    chance = np.random.default_rng(1)
    granted = frame["udfald"].to_numpy() == "Ja"
    frame = frame.with_columns(
        pl.Series("kode", np.where(granted ^ (chance.random(600) < 0.01), "A", "B")),
        pl.Series("udbetalt", np.where(granted, chance.integers(1, 900, 600), 0)).replace(0, None),
        (pl.col("modtaget") + pl.duration(days=14)).alias("brevdato"),
    )
    found = analysed(frame, time="modtaget")

    reasons = {one.column: set(one.why) for one in found.leaks}
    assert reasons["kode"] & {"nearly_perfect", "copy", "far_better"}
    assert "missing_tells" in reasons["udbetalt"]
    assert "dated_later" in reasons["brevdato"]
    assert set(found.volume.left_out) >= {"kode", "udbetalt"}


def test_who_handled_the_case_is_told_of_without_names() -> None:
    frame = decisions(1500, changed=False)
    chance = np.random.default_rng(2)
    who = chance.integers(0, 10, 1500)
    strict = np.where(who % 2 == 0, 0.45, 0.0)
    turned = chance.random(1500) < strict
    frame = frame.with_columns(
        pl.Series("sagsbehandler", [f"AB{one}" for one in who]),
        pl.Series("udfald", np.where(turned, "Nej", frame["udfald"].to_numpy())),
    )
    found = analysed(frame)

    effect = next(one for one in found.quality if one.kind == "writer_effect")
    assert effect.column == "sagsbehandler"
    assert effect.details["spread"] > 0.05
    assert "AB" not in str(effect.details)
    calm = frame.with_columns(
        pl.Series("sagsbehandler", [f"AB{one}" for one in chance.permutation(who)])
    )
    assert not any(one.kind == "writer_effect" for one in analysed(calm).quality)


def test_the_practice_change_is_found_in_time() -> None:
    found = analysed(decisions(1200), time="modtaget").practice.found

    assert found is not None
    assert found.detected
    point = found.change_points[0]
    assert str(point.low) <= "2024-03-11" <= str(point.high)


def test_a_rare_outcome_is_warned_of_and_small_groups_are_named() -> None:
    frame = pl.DataFrame(
        {
            "a": np.random.default_rng(0).normal(size=1000),
            "koen": ["M"] * 970 + ["X"] * 30,
            "y": ["ja"] * 950 + ["nej"] * 50,
        }
    )
    found = analysed(frame, "y", groups=("koen",)).representation

    assert found.rare is not None
    assert (found.rare.outcome, found.rare.effective_rows) == ("nej", 190)
    assert {("rare_outcome", "", "nej"), ("small_group", "koen", "X")} <= set(found.warnings)


def test_an_amount_is_examined_as_an_amount() -> None:
    chance = np.random.default_rng(0)
    x = chance.normal(size=400)
    frame = pl.DataFrame(
        {"x": x, "noise": chance.normal(size=400), "y": 3 * x + chance.normal(size=400)}
    )
    found = analysed(frame, "y", target=("r2", 0.85))

    assert found.volume.metric == "r2"
    assert found.volume.forecast is not None
    assert found.volume.forecast.needed is not None
    assert found.relevance[0].column == "x"


@pytest.mark.parametrize(
    "frame",
    [
        pl.DataFrame({"a": [1, 2, 3], "y": ["ja", "nej", "ja"]}),
        pl.DataFrame({"a": [1] * 50, "y": ["ja"] * 50}),
        pl.DataFrame({"a": [1] * 50, "y": ["ja", "nej"] * 25}),
        pl.DataFrame({"y": ["ja", "nej"] * 25}),
        pl.DataFrame({"a": [None] * 40, "y": ["ja", "nej"] * 20}, schema={"a": pl.String, "y": pl.String}),
        pl.DataFrame({"a": [f"id{n}" for n in range(60)], "y": [f"u{n}" for n in range(60)]}),
        pl.DataFrame({"a": range(40), "y": ["ja"] * 39 + ["nej"]}),
    ],
)  # fmt: skip
def test_poor_tables_give_a_poor_analysis_but_no_failure(frame: pl.DataFrame) -> None:
    found = analysed(frame, "y")

    assert found.rows == frame.height
    assert found.volume.forecast is not None or found.volume.reason


def test_the_same_seed_gives_the_same_answer() -> None:
    frame = decisions(300)

    one, other = analysed(frame, seed=3), analysed(frame, seed=3)

    assert one.volume == other.volume
    assert one.relevance == other.relevance


@pytest.mark.parametrize(
    ("wish", "reason"),
    [
        ({"label": "nix"}, "no_column"),
        ({"groups": ("nix",)}, "no_column"),
        ({"target": ("r2", 0.5)}, "unfit_metric"),
    ],
)
def test_a_wish_that_does_not_fit_is_refused(wish: dict[str, object], reason: str) -> None:
    with pytest.raises(UnfitTable) as caught:
        analysed(decisions(40), **{"label": "udfald", **wish})  # type: ignore[arg-type]

    assert caught.value.reason == reason
