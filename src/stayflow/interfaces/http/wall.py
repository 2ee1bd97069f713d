"""The one wall where errors become answers, by kind; the unknown gets a number."""

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from stayflow.interfaces.http.asgi import BodyTooLarge
from stayflow.kernel.errors import InvalidInput, Kind, NotFound, StayflowError
from stayflow.kernel.ids import new_id

_log = structlog.get_logger("stayflow.http")


class RequestInvalid(InvalidInput):
    """A parameter or the body is not of the shape that the route takes; `path` says where."""

    code = "request_invalid"


class MethodNotAllowed(StayflowError):
    """The path knows other methods; the header `Allow` names them."""

    code = "method_not_allowed"
    kind = Kind.OTHER_METHOD


_OF_STATUS = {404: NotFound, 405: MethodNotAllowed, 413: BodyTooLarge}
_SAID = {
    "Not Found": "there is nothing at this address",
    "Method Not Allowed": "the address knows other methods; the header Allow names them",
}
"""What the framework says by itself, as sentences."""


def error_answer(
    status: int, code: str, message: str, *, path: str | None = None, reference: str | None = None
) -> JSONResponse:
    """An error in the one shape."""
    return JSONResponse(
        {"code": code, "message": message, "path": path, "reference": reference},
        status_code=status,
    )


def render_error(error: Exception, *, place: str) -> JSONResponse:
    """Turn any exception into an answer; what callers need not know is logged under a number."""
    if isinstance(error, StayflowError) and error.kind is not Kind.FAILED:
        answer = error.as_answer()
        return error_answer(error.kind.value, answer.code, answer.message, path=answer.path)
    reference = new_id()
    _log.error("request_failed", place=place, reference=reference, exc_info=error)
    code = error.code if isinstance(error, StayflowError) else "failed"
    return error_answer(
        500,
        code,
        f"something went wrong here; the log has the cause under {reference}",
        reference=reference,
    )


def put_wall(api: FastAPI) -> None:
    """Route every exception of the API through the wall."""

    async def on_stayflow(request: Request, error: Exception) -> JSONResponse:
        return render_error(error, place=f"{request.method} {request.url.path}")

    async def on_validation(_: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, RequestValidationError)  # noqa: S101 - registered for it alone
        first = error.errors()[0]
        path = _path(first["loc"])
        return render_error(RequestInvalid(str(first["msg"]), path=path), place="")

    async def on_http(_: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, HTTPException)  # noqa: S101 - registered for it alone
        code = _OF_STATUS.get(error.status_code, RequestInvalid).code
        answer = error_answer(error.status_code, code, _SAID.get(error.detail, error.detail))
        answer.headers.update(error.headers or {})
        return answer

    api.add_exception_handler(StayflowError, on_stayflow)
    api.add_exception_handler(RequestValidationError, on_validation)
    api.add_exception_handler(HTTPException, on_http)
    api.add_exception_handler(Exception, on_stayflow)


def _path(location: tuple[int | str, ...]) -> str | None:
    """`("body", "steps", 1, "event")` as `steps[1].event`."""
    text = ""
    for part in location[1:]:
        if isinstance(part, int):
            text += f"[{part}]"
        else:
            text += f".{part}" if text else part
    return text or None
