"""Trips from files: every row is read or listed, whatever the dress of the file."""

from __future__ import annotations

import io
import time
from datetime import datetime

import numpy as np
import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signatur.kernel.errors import InputProblem
from signatur.solutions.fleet.intake.bad_rows import REASON_MENDS, REASON_TITLES, Reason
from signatur.solutions.fleet.intake.trip_checks import TripLimits
from signatur.solutions.fleet.intake.trip_columns import TripColumns
from signatur.solutions.fleet.intake.trips import TripsRead, mend, read_trips
from signatur.solutions.fleet.schema.trips import seconds_of


def clock(*parts: int) -> datetime:
    return datetime(*parts)  # type: ignore[arg-type]  # noqa: DTZ001 (a wall clock)


PLAIN = "id,start_time,end_time,distance_km,car_id"
MORNING_S = seconds_of(clock(2025, 1, 6, 7, 30))


def read(*lines: str, encoding: str = "utf-8", **wishes: object) -> TripsRead:
    return read_trips("\n".join(lines).encode(encoding), **wishes)  # type: ignore[arg-type]


def a_row(number: int, **changes: str) -> str:
    row = {
        "id": str(number),
        "start": f"2025-01-{number % 27 + 1:02} 07:30:00",
        "end": f"2025-01-{number % 27 + 1:02} 08:10:00",
        "km": "12.5",
        "car": "3",
    }
    return ",".join({**row, **changes}.values())


def reasons(found: TripsRead) -> list[tuple[int, Reason]]:
    return [(row.line, row.reason) for row in found.bad]


def test_the_plain_format_is_read_and_ids_stay_as_they_are_written() -> None:
    found = read(PLAIN, "007,2025-01-06 07:30:00,2025-01-06T08:10:05,4.46,3")

    assert found.trips.ids.tolist() == ["007"]
    assert found.trips.start_s.tolist() == [MORNING_S]
    assert found.trips.end_s.tolist() == [MORNING_S + 2405]
    assert found.trips.distance_km.tolist() == [4.46]
    assert found.trips.vehicle.word(0) == "3"
    assert (found.bad, found.doubtful, found.rows) == ((), (), 1)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_danish_export_is_understood_in_any_encoding(encoding: str) -> None:
    found = read(
        "Turnr;Afgang;Ankomst;Kørte km;Nummerplade;Chauffør;Afdeling",
        "1;06-01-2025 07:30;06-01-2025 08:10;12,5;AB 12 345;Ane Å;Hjemmepleje Øst",
        "2;6.1.2025 9.30;6.1.2025 10.10;3,055;AB 12 345;Ane Å;Hjemmepleje Øst",
        encoding=encoding,
    )

    assert found.trips.start_s.tolist() == [MORNING_S, MORNING_S + 7200]
    assert found.trips.distance_km.tolist() == [12.5, 3.055]
    assert found.trips.department.word(0) == "Hjemmepleje Øst"
    assert found.bad == ()


def test_a_drivers_name_is_noted_and_kept_nowhere() -> None:
    found = read("id,start,slut,km,fører,bil", "1,2025-01-06 07:30,x,3,Ane Andersen,7")

    assert found.drivers == ("fører",)
    assert "Ane" not in repr(found)


def test_date_and_time_of_day_may_stand_in_columns_of_their_own() -> None:
    found = read(
        "Dato;Starttid;Sluttid;Afstand (m);Bil",
        "6.1.2025;07.30;08.10;12500;1",
        "6.1.2025;23:30;00:10;900;1",
    )

    assert found.columns == TripColumns(
        start="Dato", end="Dato", start_clock="Starttid", end_clock="Sluttid",
        distance="Afstand (m)", vehicle="Bil", in_metres=True,
    )  # fmt: skip
    assert found.trips.distance_km.tolist() == [12.5, 0.9]
    assert (found.trips.end_s - found.trips.start_s).tolist() == [2400, 2400]


def test_a_workbook_is_read_with_its_dates_numbers_and_lines() -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["Kørebog for januar"])
    sheet.append([])
    sheet.append(["Tur id", "Start", "Slut", "Km", "Køretøj"])
    sheet.append([7, clock(2025, 1, 6, 7, 30), clock(2025, 1, 6, 8, 10), 12.5, 3])
    sheet.append([])
    sheet.append([8, 45663.3125, 45663.34027777778, 3, 3])
    sheet.append([9, clock(2025, 1, 6, 9, 30), None, 3, 3])
    content = io.BytesIO()
    book.save(content)

    found = read_trips(content.getvalue())

    assert found.trips.ids.tolist() == ["7", "8"]
    assert found.trips.start_s.tolist() == [MORNING_S, MORNING_S]
    assert found.trips.end_s.tolist() == [MORNING_S + 2400, MORNING_S + 2400]
    assert found.trips.vehicle.word(0) == "3"
    assert reasons(found) == [(7, Reason.NO_TIME)]


def test_a_moment_with_an_offset_becomes_the_wall_clock_of_denmark() -> None:
    found = read(
        PLAIN,
        "1,2025-01-06T06:30:00Z,2025-01-06T08:10:00+01:00,5,1",
        "2,2025-07-06T05:30:00Z,2025-07-06T06:10:00.500Z,5,1",
    )

    assert found.trips.start_s.tolist() == [
        MORNING_S,
        seconds_of(clock(2025, 7, 6, 7, 30)),
    ]
    assert found.bad == ()


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"end": ""}, Reason.NO_TIME),
        ({"start": "i går"}, Reason.UNREADABLE_TIME),
        ({"start": "2025-02-30 07:30:00"}, Reason.UNREADABLE_TIME),
        ({"end": "2025-01-01 25:30:00"}, Reason.UNREADABLE_TIME),
        ({"end": "2024-12-31 07:30:00"}, Reason.END_BEFORE_START),
        ({"km": ""}, Reason.NO_DISTANCE),
        ({"km": "langt"}, Reason.UNREADABLE_DISTANCE),
        ({"km": "-3"}, Reason.NEGATIVE_DISTANCE),
        ({"end": "2025-03-01 07:30:00"}, Reason.TOO_LONG),
        ({"km": "1250"}, Reason.TOO_FAST),
    ],
)
def test_a_row_that_cannot_be_is_listed_with_its_line(
    changes: dict[str, str], reason: Reason
) -> None:
    found = read(PLAIN, a_row(1), "", a_row(27, **changes), a_row(2))

    assert reasons(found) == [(4, reason)]
    assert len(found.trips) == 2
    assert found.bad[0].cells["id"] == "27"
    assert found.bad[0].column in PLAIN.split(",")


def test_repeats_are_listed_with_the_row_that_they_repeat() -> None:
    found = read(PLAIN, a_row(1), a_row(2), a_row(1, id="9"), a_row(3, id="2"))

    assert [(row.line, row.reason, row.other_line) for row in found.bad] == [
        (4, Reason.DUPLICATE_TRIP, 2),
        (5, Reason.DUPLICATE_ID, 3),
    ]


def test_two_trips_of_a_vehicle_at_once_are_used_and_marked() -> None:
    found = read(PLAIN, a_row(1), a_row(1, id="2", km="3"), a_row(1, id="3", car="4"))

    assert len(found.trips) == 3
    assert [(row.line, row.reason, row.other_line) for row in found.doubtful] in (
        [(3, Reason.OVERLAP, 2)],
        [(2, Reason.OVERLAP, 3)],
    )


def test_a_line_end_within_a_cell_does_not_shift_the_lines() -> None:
    found = read(
        PLAIN + ",note", a_row(1) + ',"to\nlinjer"', a_row(2, km="x") + ",", a_row(3) + ","
    )

    assert reasons(found) == [(4, Reason.UNREADABLE_DISTANCE)]


def test_a_file_without_ids_gets_the_lines_as_ids() -> None:
    found = read("start,end,km", "2025-01-06 07:30,2025-01-06 08:10,3")

    assert found.trips.ids.tolist() == ["2"]


def test_a_mended_row_becomes_a_trip() -> None:
    found = read(PLAIN, a_row(1), a_row(2, km="x"))

    mended = mend(found.bad[0], {"distance_km": "3,5"}, found.columns, taken=found.trips.ids)

    assert mended.trips.distance_km.tolist() == [3.5]
    assert mended.trips.ids.tolist() == ["2"]


def test_a_mended_row_may_not_take_the_id_of_another() -> None:
    found = read(PLAIN, a_row(1), a_row(2, km="x"))

    mended = mend(
        found.bad[0], {"distance_km": "3", "id": "1"}, found.columns, taken=found.trips.ids.tolist()
    )

    assert [row.reason for row in mended.bad] == [Reason.DUPLICATE_ID]
    assert len(mended.trips) == 0


def test_columns_that_a_person_chose_are_remembered_for_the_next_file() -> None:
    chosen = TripColumns(start="a", end="b", distance="c")

    again = TripColumns.from_json(chosen.to_json())
    found = read("a,b,c", "2025-01-06 07:30,2025-01-06 08:10,3", columns=again)

    assert again == chosen
    assert len(found.trips) == 1


@pytest.mark.parametrize(
    "lines",
    [[""], ["id,name"], [PLAIN], ["id,km", "1,2"], ["\x00\x01\x02"]],
)
def test_what_is_no_file_of_trips_is_refused_in_words(lines: list[str]) -> None:
    with pytest.raises(InputProblem):
        read(*lines)


def test_a_chosen_column_that_is_absent_is_named() -> None:
    with pytest.raises(InputProblem) as refused:
        read(PLAIN, a_row(1), columns=TripColumns(start="start_time", end="slut", distance="km"))

    assert "slut" in str(refused.value.shown)


def test_limits_can_be_changed() -> None:
    assert read(PLAIN, a_row(1), limits=TripLimits(most_kmh=10)).bad[0].reason is Reason.TOO_FAST


def test_every_reason_has_a_title_and_says_what_mends_it() -> None:
    assert set(REASON_TITLES) == set(REASON_MENDS) == set(Reason)


cells = st.one_of(
    st.sampled_from(
        [
            "",
            "1",
            "2",
            "x",
            "-1",
            "3,5",
            "2025-01-06 07:30:00",
            "2025-01-06 08:10:00",
            "07:30",
            "nan",
        ]
    ),
    st.text(alphabet="0123456789:-. T,æ", max_size=12).map(lambda text: f'"{text}"'),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(cells, cells, cells, cells, cells), min_size=1, max_size=6))
def test_every_row_is_a_trip_or_is_listed(rows: list[tuple[str, ...]]) -> None:
    lines = [",".join(row) for row in rows]
    found = read(PLAIN, a_row(1), *lines)

    filled = sum(any(cell.strip('" ') for cell in row) for row in rows) + 1
    assert len(found.trips) + len(found.bad) == found.rows == filled


@settings(max_examples=30, deadline=None)
@given(st.permutations(range(8)))
def test_the_order_of_the_rows_changes_nothing(order: list[int]) -> None:
    rows = [a_row(number, car=str(number % 3)) for number in range(8)]

    plain, turned = read(PLAIN, *rows), read(PLAIN, *(rows[place] for place in order))

    assert turned.trips.ids.tolist() == plain.trips.ids.tolist()
    assert turned.trips.vehicle.words == plain.trips.vehicle.words


def test_a_hundred_thousand_rows_take_less_than_two_seconds() -> None:
    start = np.datetime64("2025-01-06T00:00:00") + np.arange(100_000) * np.timedelta64(100, "s")
    rows = [
        f"{number},{begins},{begins + np.timedelta64(1200, 's')},7.5,{number % 500}"
        for number, begins in enumerate(start)
    ]
    content = "\n".join([PLAIN, *rows]).encode()

    begun = time.process_time()
    found = read_trips(content)

    assert len(found.trips) == 100_000
    assert time.process_time() - begun < 2


@pytest.mark.parametrize(
    ("headings", "row"),
    [
        ("Reg. nr.;Start tid;Start adresse;Slut tid;Km;Fører", "A;06-01-2025 07:30:00;x;06-01-2025 08:10;12,5;y"),
        ("Dato;Start;Stop;Distance (km);Bil;Fører", "06/01/2025;07:30;08:10;12,5;Bil 7;Ane"),
        ("Startdato;Startklokkeslæt;Slutdato;Slutklokkeslæt;Distance i meter;Bil", "06.01.2025;07.30;06.01.2025;08.10;12500;7"),
        ("Fra tid;Til tid;Afstand;Vogn nr", "6. januar 2025 kl. 07.30;6. januar 2025 kl. 08.10;12,5 km;7"),
        ("Starttidspunkt;Sluttidspunkt;Kørt distance;Bil;Antal stop;Start km;Slut km", "2025-01-06T07:30;2025-01-06T08:10;12.5;A;3;45000;45012"),
        ("vehicle_id,departure,arrival,length_m,user", "7,2025-01-06T06:30:00Z,2025-01-06T07:10:00Z,12500,ane"),
        ("BilId\tAfgangstid\tAnkomsttid\tKilometer", "7\t06-01-25 07:30\t06-01-25 08:10\t12,5"),
        ("StartTime|EndTime|Distance|Plate|Driver name", "2025/01/06 07:30:00|2025/01/06 08:10:00|12500|AB|Ane"),
        ("Bruger,Starttid,Sluttid,Varighed,Km,Bil", "Ane,2025-01-06 07:30,2025-01-06 08:10,00:40,12.5,7"),
        ("Kørselsdato;Kl. fra;Kl. til;Antal km;Reg.nr", "06-01-2025;07:30;08:10;12,5;AB 12 345"),
        ("start_tid;slut_tid;distance_m;bil", "6/1-2025 07:30;6/1-2025 08:10;12500;7"),
        ("Chauffør;Bil;Udkørsel;Hjemkomst;Km", "Ane;7;06-01-2025 07:30;06-01-2025 08:10;12,5"),
    ],
)  # fmt: skip
def test_exports_as_they_are_found_are_understood_without_help(headings: str, row: str) -> None:
    found = read(headings, row)

    assert found.trips.start_s.tolist() == [MORNING_S]
    assert found.trips.end_s.tolist() == [MORNING_S + 2400]
    assert found.trips.distance_km.tolist() == [12.5]
    assert found.trips.vehicle.words
