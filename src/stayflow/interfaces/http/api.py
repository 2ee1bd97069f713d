"""The API: FastAPI with the route table, the wall, and its own description."""

from functools import cache
from typing import Any

from fastapi import FastAPI
from starlette.routing import BaseRoute

from stayflow import __version__
from stayflow.app import App
from stayflow.interfaces.http.body import BodyRoute
from stayflow.interfaces.http.route import ALL, mount
from stayflow.interfaces.http.wall import put_wall

DESCRIPTION = """\
Send an API key as `Authorization: Bearer …`, or sign in at `/api/v1/session` and use its cookie.
Errors are `{code, message, path}` with a 4xx status; `code` is stable.
"""


def build_api(app: App | None, local_token: str | None = None) -> FastAPI:
    """The API over an open application; without one only its description works."""
    api = FastAPI(
        title="Stayflow",
        version=__version__,
        description=DESCRIPTION,
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
    )
    api.state.stayflow = app
    api.state.local_token = local_token
    put_wall(api)
    api.router.routes.extend(_table())
    return api


@cache
def _table() -> tuple[BaseRoute, ...]:
    """The rows of the table as routes; read once a process, for FastAPI takes its time over each signature."""
    bare = FastAPI(openapi_url=None)
    bare.router.route_class = BodyRoute
    mount(bare, ALL)
    return tuple(bare.routes)


def describe_api() -> dict[str, Any]:
    """The OpenAPI document."""
    return build_api(None).openapi()
