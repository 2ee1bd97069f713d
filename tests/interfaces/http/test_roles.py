"""Every route of the API, called by every role and by an outsider: the table is the law."""

import re
from typing import Any

import pytest

from stayflow.access import Role
from stayflow.app import App
from stayflow.interfaces.http.least import Least
from stayflow.interfaces.http.route import ALL, Route
from stayflow.interfaces.http.route.table import Trace
from tests.interfaces.conftest import PASSWORD, Browser, Shop, as_role, open_shop

PROJECT_ROUTES = [route for route in ALL if "{project}" in route.path]
OTHER_ROUTES = [route for route in ALL if "{project}" not in route.path]
DENIED = {401, 403}


def name_of(route: Route) -> str:
    return f"{route.method} {route.path}"


def url_of(route: Route, project: str) -> str:
    path = route.path.replace("{project}", project).replace("{person_id}", "1")
    return re.sub(r"\{\w+\}", "none", path)


def call(caller: Browser, route: Route, project: str) -> int:
    body: dict[str, Any] = {} if route.method == "GET" else {"json": {}}
    return caller.request(route.method, url_of(route, project), **body).status_code


def test_the_table_holds_every_route_of_the_description(browser: Browser) -> None:
    document = browser.get("/api/openapi.json").json()
    described = {
        (method.upper(), path) for path, each in document["paths"].items() for method in each
    }
    assert described == {(route.method, route.path) for route in ALL}


@pytest.mark.parametrize("role", list(Role), ids=lambda role: role.value)
def test_every_project_route_lets_in_its_least_role_and_nobody_below(
    role: Role, server: object, shop: Shop
) -> None:
    caller = as_role(server, shop, role)
    for route in PROJECT_ROUTES:
        status = call(caller, route, shop.project.id)
        may = role.reaches(Role(route.least.value))
        if may:
            assert status not in DENIED or _asks_for_more(route), f"{name_of(route)}: {status}"
            assert status < 500, f"{name_of(route)}: {status}"
        else:
            assert status == 403, f"{name_of(route)} lets a {role.value} in: {status}"


def _asks_for_more(route: Route) -> bool:
    return route.name == "import_local_file"  # only the machine's own command line


def test_nobody_signed_in_gets_nowhere(browser: Browser, shop: Shop) -> None:
    for route in ALL:
        if route.least is not Least.ANYONE:
            assert call(browser, route, shop.project.id) == 401, name_of(route)


def test_an_outsider_with_an_account_is_denied_everywhere(
    app: App, server: object, shop: Shop
) -> None:
    outsider = Browser(server)
    elsewhere = open_shop(app)
    signed_in = outsider.post(
        "/api/v1/session", json={"email": elsewhere.email, "password": PASSWORD}
    )
    outsider = outsider.with_headers(**{"X-CSRF-Token": signed_in.json()["csrf"]})
    for route in PROJECT_ROUTES:
        assert call(outsider, route, shop.project.id) == 403, name_of(route)
        assert call(outsider, route, "no_such_project") == 403, name_of(route)


def test_a_key_may_not_make_projects_or_accounts(server: object, shop: Shop) -> None:
    caller = as_role(server, shop, Role.OWNER)
    for route in OTHER_ROUTES:
        if route.least is Least.ADMINISTRATOR:
            assert call(caller, route, shop.project.id) == 403, name_of(route)


def test_every_route_that_changes_something_is_recorded_or_says_why_not() -> None:
    unrecorded = {
        route.name for route in PROJECT_ROUTES if route.method != "GET" and not route.is_recorded
    }
    by_itself = {
        route.name
        for route in PROJECT_ROUTES
        if route.trace is Trace.BY_ITSELF and not route.only_reads
    }
    assert by_itself == {
        "erase_person",
        "merge_persons",
        "set_bounds",
        "unmerge_persons",
        "withdraw_person",
    }
    assert unrecorded - by_itself == {
        "ask",  # a question; with `who` it records itself
        "describe",
        "estimate_people",
        "simulate_earning_rule",  # these say what would be, and change nothing
        "preview_import",
        "preview_lifecycle",
        "preview_rfm",
        "preview_score",
        "preview_tag",
        "check_score_set",
        "check_tag_set",
        "get_condition_editor",
        "overlap_segments",  # questions about several segments
        "ask_dashboard",  # several questions at once
        "ask_pirate_funnel",
        "look_at_attribute_type",  # says what another type would make of the values
        "try_alert",  # says what an alert would find
    }


def test_every_route_that_shows_a_person_is_recorded() -> None:
    shown = {route.name for route in PROJECT_ROUTES if "{person_id}" in route.path}
    shown |= {"list_people", "list_campaign_people", "list_rejected", "preview_campaign"}
    shown -= {"withdraw_person", "erase_person"}  # they write their line themselves
    assert shown <= {route.name for route in PROJECT_ROUTES if route.is_recorded}
