"""What the statements have in common: a row beside the one before it and the one after."""

from benchmarks.generate import FIRST_DAY_MS

DAY_MS, SILENCE_MS = 86_400_000, 1_800_000
ARRIVALS = 1 << 27
"""More than there are events: an instant and an arrival in one whole number."""
PERSON = 1 << 34
"""More milliseconds than twice the data has: an instant of somebody else is never within a window."""
PLACE = f"((ms - {FIRST_DAY_MS}) * {ARRIVALS} + arrival)"
"""Of an event among those of its person."""
INSTANT = f"(person * {PERSON} + ms - {FIRST_DAY_MS})"
"""Of an event among those of everybody, by person; ascending with the table."""
RUNNING = "OVER (ROWS UNBOUNDED PRECEDING)"
IS_NEW = "person IS DISTINCT FROM lag(person) OVER ()"
BEGINS = f"{IS_NEW} OR ms - lag(ms) OVER () > {SILENCE_MS}"
ENDS = f"person IS DISTINCT FROM lead(person) OVER () OR lead(ms) OVER () - ms > {SILENCE_MS}"
"""Of visits."""
