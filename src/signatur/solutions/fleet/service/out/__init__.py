"""What leaves the fleet: a workbook, a report, a driving plan, places for maps."""

from signatur.solutions.fleet.service.out.answer import Answer
from signatur.solutions.fleet.service.out.gathering import answer_of, picture_of
from signatur.solutions.fleet.service.out.places import GEOJSON, places_as_geojson
from signatur.solutions.fleet.service.out.plan import (
    as_words,
    plan_header,
    plan_rows,
    undriven_header,
    undriven_rows,
)
from signatur.solutions.fleet.service.out.report import study_report
from signatur.solutions.fleet.service.out.workbook import workbook

__all__ = [
    "GEOJSON",
    "Answer",
    "answer_of",
    "as_words",
    "picture_of",
    "places_as_geojson",
    "plan_header",
    "plan_rows",
    "study_report",
    "undriven_header",
    "undriven_rows",
    "workbook",
]
