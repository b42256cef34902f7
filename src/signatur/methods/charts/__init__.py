"""Small pictures of numbers as SVG, the same on a page and in a report.

Ours, because a general library needs half a second to start and tens of milliseconds a picture
(decision record 17). Every picture stands beside a table with the same numbers, has its words as
text, and says nothing by colour alone.
"""

from signatur.methods.charts.agreement import said_and_came
from signatur.methods.charts.bars import bars, rows
from signatur.methods.charts.differences import differences
from signatur.methods.charts.front import Dot, front
from signatur.methods.charts.grid import heat
from signatur.methods.charts.histogram import histogram
from signatur.methods.charts.lines import Band, lines
from signatur.methods.charts.risks import risk_map
from signatur.methods.charts.signed import signed_bars, swings
from signatur.methods.charts.sketch import Spot, sketch_map
from signatur.methods.charts.steps import staircase

__all__ = [
    "Band",
    "Dot",
    "Spot",
    "bars",
    "differences",
    "front",
    "heat",
    "histogram",
    "lines",
    "risk_map",
    "rows",
    "said_and_came",
    "signed_bars",
    "sketch_map",
    "staircase",
    "swings",
]
