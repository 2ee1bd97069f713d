"""What the outbox holds of persons, and how it lets go of them."""

from typing import Final

from stayflow.access.erasure import Holdings, StateTable, Way
from stayflow.act.outbox.erased import ERASED_KEY

# A message stays as what its campaign counts. What waits is not sent. What a sender has in its hands this moment ends
# there: `outcome.py` knows it by its key, keeps nothing of what the provider replies, and tries it no second time.
_EMPTIED: Final = f"""
    address = '', zone = '', reply = null, key = {ERASED_KEY},
    reason = case when state in ('queued', 'claimed') then 'erased' else reason end,
    decided_at = case when state in ('queued', 'claimed') then %(now)s else decided_at end,
    claimed_by = case when state = 'claimed' then null else claimed_by end,
    claimed_until = case when state = 'claimed' then null else claimed_until end,
    emitted_at = case when state = 'sending' then emitted_at else coalesce(emitted_at, %(now)s) end,
    state = case when state in ('queued', 'claimed') then 'dropped' else state end
"""

OUTBOX_HOLDINGS: Final = Holdings(
    state=(
        StateTable(
            "messages",
            way=Way.EMPTIED,
            emptied=_EMPTIED,
            tells="address <> '' or zone <> '' or reply is not null or state in ('queued', 'claimed')",
        ),
    )
)
