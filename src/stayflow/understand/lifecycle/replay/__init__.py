"""Replay: where everybody would have stood at the end of every day, in one statement.

A condition is a yes or no of each day that turns only where an event enters or leaves a window. So a person is a few
turning points, not a row a day: `signal` says how a clause turns, `turns` is the statement that puts the turns of all
clauses in order and reads the stage off after each.
"""

from stayflow.understand.lifecycle.replay.plan import DayPlan, plan_days
from stayflow.understand.lifecycle.replay.turns import stays_sql

__all__ = ["DayPlan", "plan_days", "stays_sql"]
