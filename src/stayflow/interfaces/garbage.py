"""How often a process that serves looks for garbage in circles."""

import gc

# Batches are decoded into hundreds of thousands of tuples and dictionaries that hold each other in no circle.
# Python counts what is made, and would walk over all of them again and again: a tenth of an event's price.
_MADE_BEFORE_LOOKING = 50_000


def collect_rarely() -> None:
    """Leave what is loaded out of every later search, and search less often; memory is freed as before."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(_MADE_BEFORE_LOOKING, 20, 50)
