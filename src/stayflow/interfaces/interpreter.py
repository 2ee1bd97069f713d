"""How a process that serves shares its time and its memory: between threads, and with looking for garbage."""

import ctypes
import gc
import sys
from typing import Final

# A batch is stored by a thread that waits for the engines several hundred times, while another decodes the next one
# without ever waiting. After each wait the first gets Python's lock when the other gives it up: by default after 5 ms.
_SECONDS_WITH_THE_LOCK = 0.0005
# Batches are decoded into hundreds of thousands of tuples and dictionaries that hold each other in no circle.
# Python counts what is made, and would walk over all of them again and again: a tenth of an event's price.
_MADE_BEFORE_LOOKING = 50_000
# A batch is decoded by a thread of its own, in lists of a megabyte and more. By itself glibc gives each thread a heap,
# cuts such lists out of it, and keeps what lies between those that are gone: a backlog of some minutes took half a
# gigabyte that nobody used. Two heaps and lists of their own give it back. Parameters of mallopt(3).
_HEAPS: Final = {
    -8: 2,  # M_ARENA_MAX
    -3: 1 << 20,  # M_MMAP_THRESHOLD, bytes
    -1: 128 << 20,  # M_TRIM_THRESHOLD, bytes
}


def suit_memory() -> None:
    """Let the C library give back what is not used, where it is glibc.

    Before the engines begin their threads: how many heaps there may be is decided with the second one.
    """
    library = ctypes.CDLL(None)
    if hasattr(library, "mallopt"):
        for parameter, value in _HEAPS.items():
            library.mallopt(parameter, value)


def suit_serving() -> None:
    """Pass the lock on sooner; leave what is loaded out of every search for garbage, and search less often."""
    sys.setswitchinterval(_SECONDS_WITH_THE_LOCK)
    gc.collect()
    gc.freeze()
    gc.set_threshold(_MADE_BEFORE_LOOKING, 20, 50)
