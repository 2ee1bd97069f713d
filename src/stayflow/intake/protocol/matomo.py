"""Matomo's tracking API, single and bulk: `/matomo.php` and, as it was once called, `/piwik.php`.

The write key is the `idsite`; a `token_auth` is an API key of the project whose role may act on
people, and is checked at the door. A picture is answered, or nothing where `send_image=0` asks for it,
or for a bulk how many hits were taken.
"""

from typing import Final

import msgspec

from stayflow.intake.protocol.body import shown
from stayflow.intake.protocol.errors import CONTENT_ERRORS, BodyUnreadable
from stayflow.intake.protocol.matomo_event import read_hit
from stayflow.intake.protocol.matomo_request import Fields, Hits, is_believed, read_hits, why_not
from stayflow.intake.protocol.model import (
    TEXT,
    Answer,
    Opened,
    Protocol,
    Request,
    Voucher,
    refusal_status,
    wrong_method,
)
from stayflow.intake.protocol.occurrences import Occurrences
from stayflow.intake.protocol.pixel import PIXEL
from stayflow.kernel.errors import StayflowError
from stayflow.language.event import EventPack, RawEvent

_NOTHING: Final = Answer(204, media=TEXT)
_MARK: Final = b"token_auth"
_GZIP_MAGIC: Final = b"\x1f\x8b"


def open_matomo(request: Request) -> Opened:
    """The door: finds the site, and what of a bulk is taken.

    Raises:
        BodyUnreadable: It is no bulk though it says so, or a single hit that is not to be tracked.
        BodyTooLarge: It unpacks to more than the request may have.
        MessageBatchEmpty: It has no fields at all.
    """
    if request.method not in {"GET", "POST"}:
        return wrong_method("GET", "POST")
    hits = read_hits(request)
    reasons = [why_not(fields, hits, request) for fields in hits.each]
    if not hits.is_bulk and reasons[0]:
        raise BodyUnreadable(reasons[0], path="rec")
    return Opened(hits.site or None, _answer(hits, reasons), is_kept=bool(hits.each))


def decode_matomo(request: Request) -> EventPack:
    """The events of a request; what is none becomes unread, alone."""
    events: list[RawEvent] = []
    unread: list[str] = []
    occurrences = Occurrences()
    try:
        hits = read_hits(request)
    except (StayflowError, *CONTENT_ERRORS) as error:
        unread.append(f"{error} {shown(request.body or request.query.encode())}")
        hits = Hits((), is_bulk=True, wants_nothing=True)
    for fields in hits.each:
        reason = why_not(fields, hits, request)
        if fields is None or reason:
            unread.append(f"{reason}: {_told(fields)}")
            continue
        try:
            believed = is_believed(fields, hits, request)
            events.append(read_hit(fields, request, occurrences, believed=believed))
        except CONTENT_ERRORS as error:
            unread.append(f"{error!r}: {_told(fields)}")
    return EventPack(
        source="matomo",
        received_at_ms=request.received_at_ms,
        events=tuple(events),
        unread=tuple(unread),
    )


def voucher_of_matomo(request: Request) -> Voucher | None:
    """The `token_auth` that a request shows, with its site; None where it shows none."""
    is_packed = request.body[:2] == _GZIP_MAGIC
    if _MARK not in request.body and _MARK.decode() not in request.query and not is_packed:
        return None
    try:
        hits = read_hits(request)
    except (StayflowError, *CONTENT_ERRORS):
        return None  # the door says what is wrong with it
    return Voucher(hits.site, hits.token) if hits.site and hits.token else None


def _answer(hits: Hits, reasons: list[str]) -> Answer:
    if hits.wants_nothing:
        return _NOTHING
    if not hits.is_bulk:
        return PIXEL
    bad = [place for place, reason in enumerate(reasons) if reason]
    body = {"status": "success", "tracked": len(reasons) - len(bad), "invalid": len(bad)}
    told = {**body, "invalid_indices": bad} if bad else body
    return Answer(body=msgspec.json.encode(told))


def _told(fields: Fields | None) -> str:
    shareable = {key: text for key, text in (fields or {}).items() if key != "token_auth"}
    return shown(str(shareable).encode("utf-8", "replace"))


def refuse_matomo(error: StayflowError) -> Answer:
    """An error in Matomo's words, with the `code` and `message` of ours."""
    body = {
        "status": "error",
        "tracked": 0,
        "invalid": 1,
        "code": error.code,
        "message": error.message,
        "success": False,
    }
    return Answer(refusal_status(error), msgspec.json.encode(body))


MATOMO: Final = Protocol(
    name="matomo",
    paths=("/matomo.php", "/piwik.php"),
    open=open_matomo,
    decode=decode_matomo,
    refuse=refuse_matomo,
    voucher=voucher_of_matomo,
)
