"""From positions to round trips: when a vehicle left home, when it was back, and how far it drove."""

from signatur.solutions.fleet.model.round_trips.aggregating import RoundTrips, round_trips
from signatur.solutions.fleet.model.round_trips.rules import TripKind, TripRules
from signatur.solutions.fleet.model.round_trips.suggesting import SuggestedSpot, suggest_spots
from signatur.solutions.fleet.model.round_trips.tracks import Tracks, tracks_of

__all__ = [
    "RoundTrips",
    "SuggestedSpot",
    "Tracks",
    "TripKind",
    "TripRules",
    "round_trips",
    "suggest_spots",
    "tracks_of",
]
