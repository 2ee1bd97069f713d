"""What is known of people, kept up while events come in.

One reactor on recorded batches. For the people of the batches, and those who merged or parted in them, it calls what
other rooms registered in `app.py`, in their order: a later one sees what an earlier one wrote. A `LiveRefresh` runs
the statement of its room's full rebuild for just these people and writes differences only; so doing it again writes
nothing, and the rebuild at night finds the same. What time alone changes (the end of a window) no batch tells: the
rebuild by the clock does.

Owns no tables: its offset is one of `reactor_offsets`. Reads `batches`, `persons` and `events`.
"""

from stayflow.understand.live.model import LiveBatch, LiveRefresh
from stayflow.understand.live.reactor import LIVE_REACTOR, PEOPLE_MAX, LiveReactor

__all__ = ["LIVE_REACTOR", "PEOPLE_MAX", "LiveBatch", "LiveReactor", "LiveRefresh"]
