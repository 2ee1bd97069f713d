"""The end of the line for paths nobody serves."""

from stayflow.interfaces.http.asgi import Receive, Scope, Send, answer


async def nothing_here(scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG001 - ASGI's words
    """Answer 404 in the shape of every error."""
    body = b'{"code":"not_found","message":"nothing is served at this path","path":null}'
    await answer(send, 404, body, media=b"application/json")
