"""How much data is enough: a learning curve by repeated subsampling, and where it will go.

The forecast is an average over curves e(n) = s(φ + (1 - φ)((n + m)/(N + m))^-c) and exponential ones,
each weighted by how well it fits what was measured (a grid in place of Markov chains). Its interval is
for what one model trained on so many rows gets; how often it holds the truth is measured in
benchmarks/stewardship/volume.py.
"""

from signatur.methods.tables.volume.forecasting import Forecast, Needed, Point, forecast_of
from signatur.methods.tables.volume.measuring import LearningCurve, learning_curve
from signatur.methods.tables.volume.metrics import METRICS, default_metric, metrics_for

__all__ = [
    "METRICS",
    "Forecast",
    "LearningCurve",
    "Needed",
    "Point",
    "default_metric",
    "forecast_of",
    "learning_curve",
    "metrics_for",
]
