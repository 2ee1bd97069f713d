"""The few words of ASGI that plain endpoints need."""

from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from typing import Any
from urllib.parse import quote

from stayflow.kernel.errors import Kind, StayflowError

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Asgi = Callable[[Scope, Receive, Send], Awaitable[None]]
Header = tuple[bytes, bytes]
Headers = Iterable[Header]
_LENGTH_DIGITS_MAX = 20
_OF_ADDRESSES = "%/:?#[]@!$&'()*+,;="


class BodyTooLarge(StayflowError):
    """The body is larger than it may be."""

    code = "too_large"
    kind = Kind.TOO_LARGE


class ClientGone(StayflowError):
    """The connection was closed before the body was there; nobody reads the answer."""

    code = "client_gone"
    kind = Kind.CALLER


def header(scope: Scope, name: bytes) -> bytes:
    """The first header of that (lower-case) name; empty when there is none."""
    for key, value in scope["headers"]:
        if key == name:
            return bytes(value)
    return b""


def leads_to(url: str) -> Header:
    r"""The header that sends a browser to an address; what ASCII does not hold is escaped as UTF-8.

    >>> leads_to("https://shop.com/茶?a=1%20b\r\nSet-Cookie: x")[1]
    b'https://shop.com/%E8%8C%B6?a=1%20b%0D%0ASet-Cookie:%20x'
    """
    return b"location", quote(url, safe=_OF_ADDRESSES).encode()


def exceeds(scope: Scope, limit: int) -> bool:
    """Whether a body is told to be longer than it may be, before a byte of it is read."""
    told = header(scope, b"content-length")
    return told.isdigit() and int(told[:_LENGTH_DIGITS_MAX]) > limit


async def read_body(scope: Scope, receive: Receive, *, limit: int) -> bytes:
    """The whole body, never holding more than `limit` bytes of it.

    Raises:
        BodyTooLarge: It is longer; known by its length header before a byte is read, if there is one.
        ClientGone: The caller left.
    """
    too_large = BodyTooLarge(f"the body may have at most {limit} bytes")
    if exceeds(scope, limit):
        raise too_large
    message = await receive()
    first: bytes = message.get("body", b"")
    if not message.get("more_body") and message["type"] == "http.request":
        if len(first) > limit:
            raise too_large
        return first
    parts, size = [first], len(first)
    while message.get("more_body") and message["type"] == "http.request":
        message = await receive()
        part: bytes = message.get("body", b"")
        parts.append(part)
        size += len(part)
        if size > limit:
            raise too_large
    if message["type"] == "http.disconnect":
        raise ClientGone("the connection was closed")
    return b"".join(parts)


async def answer(
    send: Send, status: int, body: bytes = b"", *, media: bytes = b"", headers: Headers = ()
) -> None:
    """A whole response."""
    fields = [(b"content-length", str(len(body)).encode()), *headers]
    if media:
        fields.append((b"content-type", media))
    await send({"type": "http.response.start", "status": status, "headers": fields})
    await send({"type": "http.response.body", "body": body})
