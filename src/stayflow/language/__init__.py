"""The small languages everything is configured in: condition, metric, and what they are made of.

`window` (ranges, granularity, zones), `statement` (SQL with bound values), `scope` (what a compiler knows
of a project), `operators` (the table of comparisons), `event_filter`, `condition`, `metric`, `template`.
Nothing here reads a store: a compiler turns a tree into one statement, a room of a higher floor runs it.
"""
