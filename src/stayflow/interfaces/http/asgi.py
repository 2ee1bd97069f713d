"""The few words of ASGI that plain endpoints need."""

from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from typing import Any

from stayflow.kernel.errors import Kind, StayflowError

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Asgi = Callable[[Scope, Receive, Send], Awaitable[None]]
Headers = Iterable[tuple[bytes, bytes]]


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


async def read_body(scope: Scope, receive: Receive, *, limit: int) -> bytes:
    """The whole body, never holding more than `limit` bytes of it.

    Raises:
        BodyTooLarge: It is longer; known by its length header before a byte is read, if there is one.
        ClientGone: The caller left.
    """
    told = header(scope, b"content-length")
    too_large = BodyTooLarge(f"the body may have at most {limit} bytes")
    if told.isdigit() and int(told) > limit:
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
