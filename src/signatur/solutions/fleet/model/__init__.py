"""The core of the fleet: pure calculation on trips and vehicles; usable as a plain library.

`simulate` drives recorded trips again with another fleet, `optimise` looks for the cheapest fleet and
proves how good it is, `minimum` counts the cars that no plan can do without.
"""

from signatur.solutions.fleet.model.minimum import minimum
from signatur.solutions.fleet.model.optimising import NoFleet, optimise
from signatur.solutions.fleet.model.prices import ORIGINAL_RULES, RULES, SIGNATUR_RULES
from signatur.solutions.fleet.model.simulating import Assign, simulate

__all__ = [
    "ORIGINAL_RULES",
    "RULES",
    "SIGNATUR_RULES",
    "Assign",
    "NoFleet",
    "minimum",
    "optimise",
    "simulate",
]
