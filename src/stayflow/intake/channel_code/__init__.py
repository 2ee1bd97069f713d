"""Room `channel_code`: short links with a QR code, for posters, shelves, shop assistants.

Owns (PostgreSQL): `channel_codes`, `channel_code_counts`. Reads: `events`. A visit becomes the
event `channel_code.visited`, with the channel's UTM words, through the durable log; the visitor is
led to the one target of the code, with the same words appended. Crawlers are led on and counted
apart.
"""

from stayflow.intake.channel_code.draw import draw_png, draw_svg
from stayflow.intake.channel_code.errors import (
    ChannelCodeInvalid,
    ChannelCodeNameTaken,
    ChannelCodeNotFound,
)
from stayflow.intake.channel_code.model import (
    ChannelCode,
    CodeCounts,
    CodeState,
    Definition,
    Missed,
)
from stayflow.intake.channel_code.store import (
    change_code,
    count_missed,
    count_visits,
    create_code,
    get_code,
    list_codes,
    remove_code,
)
from stayflow.intake.channel_code.visit import (
    EVENT_VISITED,
    CodeVisit,
    destination_url,
    visit_event,
)

__all__ = [
    "EVENT_VISITED",
    "ChannelCode",
    "ChannelCodeInvalid",
    "ChannelCodeNameTaken",
    "ChannelCodeNotFound",
    "CodeCounts",
    "CodeState",
    "CodeVisit",
    "Definition",
    "Missed",
    "change_code",
    "count_missed",
    "count_visits",
    "create_code",
    "destination_url",
    "draw_png",
    "draw_svg",
    "get_code",
    "list_codes",
    "remove_code",
    "visit_event",
]
