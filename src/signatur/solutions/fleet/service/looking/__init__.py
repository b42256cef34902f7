"""The look at the driving, as figures, pictures and tables that pages and files show."""

from signatur.kernel.sheets import Block, Figure, Sheet, Table, as_rows
from signatur.solutions.fleet.service.looking.lengths import sheet_of_lengths
from signatur.solutions.fleet.service.looking.locations import sheet_of_locations
from signatur.solutions.fleet.service.looking.looked import WEEKDAYS, Looked, Surroundings, look
from signatur.solutions.fleet.service.looking.overview import sheet_of_overview
from signatur.solutions.fleet.service.looking.showing import TABS, Asked, Choices, choices, sheet
from signatur.solutions.fleet.service.looking.times import sheet_of_times
from signatur.solutions.fleet.service.looking.vehicles import sheet_of_vehicles

__all__ = [
    "TABS",
    "WEEKDAYS",
    "Asked",
    "Block",
    "Choices",
    "Figure",
    "Looked",
    "Sheet",
    "Surroundings",
    "Table",
    "as_rows",
    "choices",
    "look",
    "sheet",
    "sheet_of_lengths",
    "sheet_of_locations",
    "sheet_of_overview",
    "sheet_of_times",
    "sheet_of_vehicles",
]
