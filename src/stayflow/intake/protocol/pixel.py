"""The transparent picture of one dot that trackers in pages and mails ask for."""

from dataclasses import replace
from typing import Final

from stayflow.intake.protocol.model import GIF, Answer, refusal_status
from stayflow.kernel.errors import Kind, StayflowError

_DOT: Final = bytes.fromhex(
    "47494638396101000100800000000000ffffff21f90401000000002c000000000100010000020144003b"
)

PIXEL: Final = Answer(body=_DOT, media=GIF, headers=((b"cache-control", b"no-store"),))
"""Never kept by a browser: each one that is shown is asked for."""


def refuse_as_pixel(error: StayflowError) -> Answer:
    """The picture all the same: a page must not show a broken one.

    What we could not keep is told by the status, for 2xx is said only of what is kept.
    """
    status = refusal_status(error)
    return replace(PIXEL, status=status) if status == Kind.BUSY.value else PIXEL
