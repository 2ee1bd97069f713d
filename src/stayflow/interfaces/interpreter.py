"""How the interpreter of a process that serves shares its time: between threads, and with looking for garbage."""

import gc
import sys

# A batch is stored by a thread that waits for the engines several hundred times, while another decodes the next one
# without ever waiting. After each wait the first gets Python's lock when the other gives it up: by default after 5 ms.
_SECONDS_WITH_THE_LOCK = 0.0005
# Batches are decoded into hundreds of thousands of tuples and dictionaries that hold each other in no circle.
# Python counts what is made, and would walk over all of them again and again: a tenth of an event's price.
_MADE_BEFORE_LOOKING = 50_000


def suit_serving() -> None:
    """Pass the lock on sooner; leave what is loaded out of every search for garbage, and search less often."""
    sys.setswitchinterval(_SECONDS_WITH_THE_LOCK)
    gc.collect()
    gc.freeze()
    gc.set_threshold(_MADE_BEFORE_LOOKING, 20, 50)
