"""Trend 事件分析: numbers over time, each metric by itself or computed of several, split by values.

Periods are cut in the project's zone; one that is not over yet is marked. Periods without an event are there, with 0
for counts and sums, None for averages and the like. Cumulative and rolling points are the metric itself over a longer
stretch, so that people are counted once in it.
"""

from stayflow.measure.analysis.kinds.trend.model import Point, Series, TrendResult, Value
from stayflow.measure.analysis.kinds.trend.request import METRICS_MAX, parse_trend
from stayflow.measure.analysis.kinds.trend.trend import Trend, say_periods

__all__ = [
    "METRICS_MAX",
    "Point",
    "Series",
    "Trend",
    "TrendResult",
    "Value",
    "parse_trend",
    "say_periods",
]
