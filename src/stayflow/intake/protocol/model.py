"""What a protocol is: paths, a cheap look at the door, and a full decoding in the consumer."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import msgspec

from stayflow.intake.columns import FieldPack
from stayflow.kernel.errors import Kind, StayflowError
from stayflow.language.event import EventPack

JSON: Final = b"application/json"
TEXT: Final = b"text/plain; charset=utf-8"
GIF: Final = b"image/gif"

_OURS: Final = frozenset({Kind.FAILED, Kind.BUSY})


class Request(msgspec.Struct, frozen=True, array_like=True):
    """A request as it came; the log keeps it, so a field may be added at the end, none taken away.

    Attributes:
        method: Upper case.
        path: Without the query.
        query: The raw query string.
        headers: Names in lower case; in the log only those of `KEPT_HEADERS`.
        body: As sent, perhaps packed.
        received_at_ms: When it came, Unix milliseconds by our clock.
        ip: Of the sender; empty when unknown.
        body_bytes_max: Largest body, unpacked.
        is_vouched: Whether the sender showed a secret that lets it state times long past, and the
            addresses and places of others.
    """

    method: str
    path: str
    query: str
    headers: Mapping[str, str]
    body: bytes
    received_at_ms: int
    ip: str = ""
    body_bytes_max: int = 20_000_000
    is_vouched: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What the sender is told."""

    status: int = 200
    body: bytes = b""
    media: bytes = JSON
    headers: tuple[tuple[bytes, bytes], ...] = ()


@dataclass(frozen=True, slots=True)
class Voucher:
    """A secret beside the write key, which an event's sender shows to be believed about more.

    Attributes:
        write_key: The key that the request names.
        secret: An API key of the same project whose role may act on people.
    """

    write_key: str
    secret: str


@dataclass(frozen=True, slots=True)
class Opened:
    """A request that the door lets in.

    Attributes:
        write_key: The key it names; None when it names none.
        answer: Given once the request would survive a power cut.
        is_kept: False for a boot call: there is nothing to store.
        needs_key: Whether it is refused without a valid write key.
    """

    write_key: str | None
    answer: Answer
    is_kept: bool = True
    needs_key: bool = True


def refuse_as_json(error: StayflowError) -> Answer:
    """The error as `{"code", "message", "path", "success": false}`.

    SDKs that find no `code` or no `message` in a 4xx take it for trouble and send again.
    """
    body = {**msgspec.structs.asdict(_Refusal.of(error)), "success": False}
    return Answer(refusal_status(error), msgspec.json.encode(body))


def refusal_status(error: StayflowError) -> int:
    """The status of an error; what we could not keep is 503, for a 4xx makes an SDK drop it."""
    return Kind.BUSY.value if error.kind in _OURS else error.kind.value


class _Refusal(msgspec.Struct, frozen=True):
    code: str
    message: str
    path: str | None

    @classmethod
    def of(cls, error: StayflowError) -> "_Refusal":
        told = error.as_answer()
        return cls(told.code, told.message, told.path)


def wrong_method(*allowed: str) -> Opened:
    """The answer to a method that a path does not take."""
    told = b'{"code":"method_not_allowed","message":"use %s","success":false}'
    names = ", ".join(allowed).encode()
    answer = Answer(405, told % names, headers=((b"allow", names + b", OPTIONS"),))
    return Opened(None, answer, is_kept=False, needs_key=False)


@dataclass(frozen=True, slots=True)
class Protocol:
    """A wire format.

    Attributes:
        name: Unique; under it the log remembers how a request is to be decoded.
        paths: The paths it answers, such as `/v1/batch`; a part in braces matches one segment of a
            path: `/v1/projects/{key}/settings`. A closing slash makes no difference. Methods are
            checked by `open`; OPTIONS never comes this far.
        open: At the door, cheap: finds the write key and checks that the body is of this format.
            Raises a StayflowError for what is refused as a whole.
        decode: In the consumer, full. Never raises on content: what is no event becomes `unread`.
        refuse: An error in this format's words.
        voucher: Finds the voucher of a request, if it shows any; the door checks it.
        fields_decoder: Makes what does the same as `decode`, quicker, for requests as they nearly
            always are, and gives None for any other; it may remember what it read for as long as
            it is used.
    """

    name: str
    paths: tuple[str, ...]
    open: Callable[[Request], Opened]
    decode: Callable[[Request], EventPack]
    refuse: Callable[[StayflowError], Answer] = refuse_as_json
    fields_decoder: Callable[[], Callable[[Request], FieldPack | None]] | None = None
    voucher: Callable[[Request], Voucher | None] | None = None
