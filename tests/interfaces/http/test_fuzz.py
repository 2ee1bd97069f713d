"""Every route of the API under made-up requests, right and wrong: never a 5xx, always a code and a sentence."""

import json
from collections import Counter, defaultdict
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode

from stayflow.app import App, Stores, assemble
from stayflow.interfaces.http import Serves, build_server
from stayflow.kernel.paging import Listing
from tests.conftest import Engines
from tests.interfaces.conftest import LOCAL_TOKEN, Browser, open_shop, take_in, visitor

EXAMPLES = 8
# Signing out and deleting are routes like any other: the token that signs these requests survives them.
HEADERS = {"Authorization": f"Bearer {LOCAL_TOKEN}"}
AT_LEAST = 70
"""Fewer operations than this, and the description of the API was not read."""


class Api:
    """The server in this process, its description, and one project with something in it."""

    def __init__(self, engines: Engines) -> None:
        stores = Stores(engines.folder, engines.relational, engines.warehouse, engines.log)
        app: App = assemble(engines.settings, stores, engines.clock)
        self.server: Any = build_server(app, serves=Serves.ALL, local_token=LOCAL_TOKEN)
        shop = open_shop(app)
        self.project = shop.project.id
        take_in(app, shop, visitor("u1", name="Viewed", properties={"n": 1}))
        schema = schemathesis.openapi.from_asgi("/api/openapi.json", self.server)
        self.operations = [each.ok() for each in schema.get_all_operations()]


@pytest.fixture(scope="module")
def api(engines: Engines) -> Api:
    return Api(engines)


def test_no_request_makes_the_server_fail(api: Api) -> None:
    assert len(api.operations) >= AT_LEAST
    failed: list[str] = []
    met: Counter[str] = Counter()
    for operation in api.operations:
        in_project = {"project": api.project} if "{project}" in operation.path else None
        cases = st.one_of(
            operation.as_strategy(mode, path_parameters=in_project)
            for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
        )
        failed += _try(cases, met)
    assert failed == []
    assert met["2xx"] > 20, (
        "nearly everything was refused: the requests do not reach what they are to try"
    )


def test_a_cursor_of_another_list_is_the_callers_mistake(api: Api) -> None:
    foreign = [
        Listing("another", ()).cursor(*parts)
        for parts in ((), ("x",), ("", ""), (0,), (0, 0), ("", "", 7))
    ]
    pages = {
        (operation.path, name)
        for operation in api.operations
        for name in ("cursor", "after")
        if name in {parameter.name for parameter in operation.query}
    }
    assert len(pages) >= 12
    ours = {"project": api.project, "person_id": "1"}
    caller = Browser(api.server, HEADERS)
    for path, name in sorted(pages):
        for cursor in foreign:
            case_path = path.format_map(defaultdict(lambda: "none", ours))
            answer = caller.get(case_path, params={name: cursor})
            assert answer.status_code < 500, f"{case_path} {name}={cursor}: {answer.text[:300]}"


def test_half_a_character_and_a_wrong_method_are_the_callers_mistake(api: Api) -> None:
    caller, place = Browser(api.server, HEADERS), f"/api/v1/projects/{api.project}"
    half = Listing("tags", (0, "")).cursor(0, "\ud800")
    for answer in (
        caller.get(f"{place}/tags", params={"cursor": half}),
        *(
            caller.post(
                f"{place}/segments",
                content=b'{"name":"%s","condition":{}}' % name,
                headers={"Content-Type": "application/json"},
            )
            for name in (b"\\ud800", b"\xed\xa0\x80")
        ),
    ):
        assert answer.status_code == 400, answer.text
    wrong = caller.request("DELETE", f"{place}/audit")
    assert (wrong.status_code, wrong.headers["allow"]) == (405, "GET")
    assert wrong.json()["code"] == "method_not_allowed"


def _try(cases: st.SearchStrategy[Case], met: Counter[str]) -> list[str]:
    """What failed, a few of each operation."""
    failed: list[str] = []

    @given(cases)
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
        database=None,
        derandomize=True,
    )
    def run(case: Case) -> None:
        answer = case.call(headers=HEADERS)
        met[f"{answer.status_code // 100}xx"] += 1
        said = f"{case.method} {case.path} {case.path_parameters} {case.query} {case.body!r:.300}"
        if answer.status_code >= 500:
            failed.append(f"{answer.status_code}: {said}: {answer.text[:200]}")
        elif answer.status_code >= 400:
            problem = json.loads(answer.text)
            if not (problem.get("code") and problem.get("message")):
                failed.append(f"{answer.status_code} without code and message: {said}")

    run()
    return failed[:3]
