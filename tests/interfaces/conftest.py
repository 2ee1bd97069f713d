"""An application over the engines of the test run, its server, and callers of every role."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import httpx
import pytest
from argon2 import PasswordHasher

from stayflow.access import NewProject, NewUser, Role, create_project, create_user, set_role
from stayflow.access.key import KeyKind, NewKey, issue_key
from stayflow.access.project import Project
from stayflow.access.user import account, sign_in
from stayflow.app import App, Stores, assemble
from stayflow.intake.pipeline import append_events, consume_log
from stayflow.interfaces.http import Serves, build_server
from stayflow.kernel.ids import new_id
from stayflow.language.event import RawEvent
from tests.conftest import Engines

PASSWORD = "correct horse battery"
LOCAL_TOKEN = "local-token-of-the-test"


@dataclass(frozen=True)
class Browser:
    """Speaks to the server in this process; keeps cookies like a browser, or carries a key."""

    server: Any
    headers: dict[str, str] = field(default_factory=dict)
    cookies: httpx.Cookies = field(default_factory=httpx.Cookies)
    scheme: str = "http"

    def request(self, method: str, path: str, **arguments: Any) -> httpx.Response:
        return asyncio.run(self._request(method, path, arguments))

    def get(self, path: str, **arguments: Any) -> httpx.Response:
        return self.request("GET", path, **arguments)

    def post(self, path: str, **arguments: Any) -> httpx.Response:
        return self.request("POST", path, **arguments)

    def with_headers(self, **headers: str) -> "Browser":
        return replace(self, headers=self.headers | headers)

    async def _request(self, method: str, path: str, arguments: dict[str, Any]) -> httpx.Response:
        transport = httpx.ASGITransport(app=self.server)
        arguments["headers"] = {**self.headers, **arguments.get("headers", {})}
        base = f"{self.scheme}://stayflow.test"
        async with httpx.AsyncClient(
            transport=transport, base_url=base, cookies=self.cookies
        ) as client:
            answer = await client.request(method, path, **arguments)
            self.cookies.update(client.cookies)
            return answer


@pytest.fixture(scope="package", autouse=True)
def light_hashes() -> Iterator[None]:
    """Passwords cost nothing to guess here: a fifth of a second each time somebody is made or signs in."""
    light = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(account, "HASHER", light)
        patch.setattr(sign_in, "HASHER", light)
        yield


@pytest.fixture
def app(engines: Engines) -> App:
    stores = Stores(engines.folder, engines.relational, engines.warehouse, engines.log)
    return assemble(engines.settings, stores, engines.clock)


@pytest.fixture
def server(app: App) -> Any:
    return build_server(app, serves=Serves.ALL, local_token=LOCAL_TOKEN)


@pytest.fixture
def browser(server: Any) -> Browser:
    return Browser(server)


@dataclass(frozen=True)
class Shop:
    """A project with an owner, and keys of every role."""

    project: Project
    email: str
    keys: dict[Role, str]
    write_key: str

    @property
    def url(self) -> str:
        return f"/api/v1/projects/{self.project.id}"


def open_shop(app: App) -> Shop:
    """A fresh project."""
    stores = {"relational": app.relational, "clock": app.clock}
    mark = new_id()
    project = create_project(NewProject(f"shop_{mark}"), warehouse=app.warehouse, **stores)
    email = f"owner_{mark}@example.com"
    owner = create_user(NewUser(email, PASSWORD, administrator=True), **stores)
    set_role(project.id, owner.user_id, Role.OWNER, **stores)
    keys = {
        role: issue_key(project.id, NewKey(KeyKind.API, role.value, role), **stores)[1]
        for role in Role
    }
    _, write_key = issue_key(project.id, NewKey(KeyKind.WRITE, "write"), **stores)
    return Shop(project, email, keys, write_key)


@pytest.fixture
def shop(app: App) -> Shop:
    return open_shop(app)


@pytest.fixture
def owner(browser: Browser, shop: Shop) -> Browser:
    """A browser signed in as the shop's owner, its CSRF word in every request."""
    answer = browser.post("/api/v1/session", json={"email": shop.email, "password": PASSWORD})
    assert answer.status_code == 200, answer.text
    return browser.with_headers(**{"X-CSRF-Token": answer.json()["csrf"]})


def as_role(server: Any, shop: Shop, role: Role) -> Browser:
    """A caller with an API key of `role`."""
    return Browser(server, {"Authorization": f"Bearer {shop.keys[role]}"})


def take_in(app: App, shop: Shop, *events: RawEvent) -> None:
    """Bring events in through the log and the pipeline, as a worker does."""
    append_events(shop.project.id, events, source="test", log=app.log, clock=app.clock)
    pipeline = app.pipeline(shop.project.id)
    while consume_log(pipeline, app.log) is not None:
        pass


def visitor(user: str, **facts: Any) -> RawEvent:
    """An event of a user."""
    return RawEvent(identities={"user_id": user}, **facts)
