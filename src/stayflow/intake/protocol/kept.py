"""The request as the log keeps it: raw, so that the door builds nothing, and a bug is mended by decoding again.

Entries of older versions are whole event packs (MessagePack maps). A kept request begins with a
byte that no MessagePack value begins with, so both are told apart and read for ever.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

import msgspec

from stayflow.intake.columns import FieldPack
from stayflow.intake.protocol.model import Protocol, Request
from stayflow.intake.protocol.protocols import PROTOCOLS
from stayflow.language.event import PERSON_KIND, EventPack, RawEvent, unpack_events

KEPT_HEADERS: Final = frozenset(
    {
        "accept-language",
        "anonymousid",
        "content-encoding",
        "content-type",
        "dry-run",
        "origin",
        "referer",
        "sentat",
        "user-agent",
    }
)
"""Headers that decoding may need; others are not kept, and least of all the secrets among them."""

_MARK: Final = b"\xc1"  # the one byte that MessagePack never uses


class _Kept(msgspec.Struct, frozen=True, array_like=True):
    protocol: str
    key: str
    request: Request


_ENCODER: Final = msgspec.msgpack.Encoder()
_DECODER: Final = msgspec.msgpack.Decoder(_Kept)
_BY_NAME: Final = {protocol.name: protocol for protocol in PROTOCOLS}


def keep_request(protocol: Protocol, request: Request, *, key: str) -> bytes:
    """A request as an entry of the log.

    Args:
        protocol: How it is to be decoded.
        request: As the door saw it.
        key: Id of the write key that let it in.
    """
    headers = {name: text for name, text in request.headers.items() if name in KEPT_HEADERS}
    kept = msgspec.structs.replace(request, headers=headers)
    return _MARK + _ENCODER.encode(_Kept(protocol.name, key, kept))


def read_entry(payload: bytes) -> EventPack:
    """The events of an entry of the log, whichever form it has.

    Raises:
        msgspec.DecodeError: It has none of them, or names a protocol that is not there any more.
    """
    if payload[:1] != _MARK:
        return unpack_events(payload)
    protocol, kept = _unkept(payload)
    return _events(protocol, kept)


class EntryReader:
    """Reads the entries of one window of the log, by field where that is quicker."""

    def __init__(self) -> None:
        self._decoders: dict[str, Callable[[Request], FieldPack | None]] = {}

    def read(self, payload: bytes) -> EventPack | FieldPack:
        """The events of an entry, as `read_entry` gives them.

        Raises:
            msgspec.DecodeError: As `read_entry`.
        """
        if payload[:1] != _MARK:
            return unpack_events(payload)
        protocol, kept = _unkept(payload)
        pack = self._decoder(protocol)(kept.request)
        return _events(protocol, kept) if pack is None else replace(pack, key=kept.key)

    def _decoder(self, protocol: Protocol) -> Callable[[Request], FieldPack | None]:
        found = self._decoders.get(protocol.name)
        if found is None:
            make = protocol.fields_decoder
            found = self._decoders[protocol.name] = make() if make else _never
        return found


def _never(_request: Request) -> FieldPack | None:
    return None


def _unkept(payload: bytes) -> tuple[Protocol, _Kept]:
    kept = _DECODER.decode(memoryview(payload)[1:])
    protocol = _BY_NAME.get(kept.protocol)
    if protocol is None:
        message = f"nothing here speaks {kept.protocol!r}"
        raise msgspec.DecodeError(message)
    return protocol, kept


def _events(protocol: Protocol, kept: _Kept) -> EventPack:
    pack = protocol.decode(kept.request)
    return msgspec.structs.replace(
        pack, key=kept.key, events=tuple(map(_without_our_number, pack.events))
    )


def _without_our_number(event: RawEvent) -> RawEvent:
    """The event without a person's number: only our own rooms know it, anybody else made it up."""
    if PERSON_KIND not in event.identities and PERSON_KIND not in event.unbind:
        return event
    identities, unbind = (
        {kind: value for kind, value in named.items() if kind != PERSON_KIND}
        for named in (event.identities, event.unbind)
    )
    return msgspec.structs.replace(event, identities=identities, unbind=unbind)
