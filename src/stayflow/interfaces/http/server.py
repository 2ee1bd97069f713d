"""The whole server as one ASGI application, and running it in this process."""

from enum import StrEnum

from fastapi import FastAPI
from fastapi.responses import HTMLResponse

from stayflow.app import App
from stayflow.interfaces.gauges import add_gauges
from stayflow.interfaces.http.api import build_api
from stayflow.interfaces.http.codes import PREFIX as CODES
from stayflow.interfaces.http.codes import Codes
from stayflow.interfaces.http.collector import Collector
from stayflow.interfaces.http.forms import PREFIX as FORMS
from stayflow.interfaces.http.forms import Forms
from stayflow.interfaces.http.front import Area, Front, Matches
from stayflow.interfaces.http.handbook import draw_handbook
from stayflow.interfaces.http.health import PATHS as HEALTH_PATHS
from stayflow.interfaces.http.health import Health
from stayflow.interfaces.http.limits import BoundedBody
from stayflow.interfaces.http.missing import nothing_here
from stayflow.interfaces.http.proxy import proxies_of
from stayflow.interfaces.http.route import ALL
from stayflow.interfaces.http.sdk_files import PREFIX as SDK
from stayflow.interfaces.http.sdk_files import SdkFiles
from stayflow.interfaces.http.shares import PREFIX as SHARES
from stayflow.interfaces.http.shares import Shares
from stayflow.interfaces.http.static import Console
from stayflow.interfaces.http.tracking import PREFIX as LINKS
from stayflow.interfaces.http.tracking import Tracking
from stayflow.interfaces.http.uploads import Uploads
from stayflow.interfaces.telemetry import Telemetry


class Serves(StrEnum):
    """What a server process answers besides its health."""

    ALL = "all"
    COLLECT = "collect"
    API = "api"
    HEALTH = "health"


def build_server(
    app: App,
    *,
    serves: Serves = Serves.ALL,
    telemetry: Telemetry | None = None,
    local_token: str | None = None,
) -> Front:
    """The application: collectors, API, tracking links, health, console.

    Args:
        app: What it answers from.
        serves: Which of them.
        telemetry: Where it counts; default: a new one.
        local_token: Lets this machine's command line in.
    """
    telemetry = telemetry or Telemetry()
    add_gauges(app, telemetry)
    exact: dict[str, Area] = {path: Area("health", Health(app, telemetry)) for path in HEALTH_PATHS}
    matched: list[tuple[Matches, Area]] = []
    if serves in {Serves.ALL, Serves.COLLECT}:
        collector = Collector(app, telemetry)
        matched.append((collector.serves, Area("collect", collector, is_page=False)))
    prefixes = {SDK: Area("sdk", SdkFiles(), is_page=False)}
    rest = Area("none", nothing_here)
    if serves in {Serves.ALL, Serves.API}:
        settings = app.settings
        api = with_handbook(build_api(app, local_token))
        bounded = BoundedBody(
            api,
            limit=settings.number("request_bytes_max"),
            upload_limit=settings.number("upload_bytes_max"),
            uploads=Uploads(api, ALL),
        )
        prefixes["/api/"] = Area("api", bounded)
        prefixes[LINKS] = Area("links", Tracking(app.post))
        prefixes[FORMS] = Area("forms", Forms(app), is_page=False)  # others may frame them
        prefixes[CODES] = Area("codes", Codes(app))
        prefixes[SHARES] = Area("shares", Shares(app))
        rest = Area("console", Console())
    return Front(
        exact=exact,
        matched=matched,
        prefixes=prefixes,
        rest=rest,
        telemetry=telemetry,
        proxies=proxies_of(app.settings),
    )


def with_handbook(api: FastAPI) -> FastAPI:
    """Add `/api/docs`."""

    def handbook() -> HTMLResponse:
        return HTMLResponse(draw_handbook(api.openapi()))

    api.add_api_route("/api/docs", handbook, include_in_schema=False)
    return api
