"""Saved views of lists over HTTP: saved, replaced, taken up, removed; each list and project has its own."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from stayflow.access import Role, view
from stayflow.app import App
from tests.interfaces.conftest import Browser, Shop, as_role


def test_a_view_is_kept_for_its_list(shop: Shop, server, owner: Browser) -> None:
    url = f"{shop.url}/list-views"
    search = {"people": {"attribute": {"name": "city", "value": "杭州"}}, "columns": ["city"]}
    body = {"page": "people", "name": "杭州的人", "search": search}
    first = owner.post(url, json=body)
    assert first.status_code == 201, first.text
    assert first.json()["search"] == search
    again = owner.post(url, json={**body, "search": {}}).json()
    assert (again["view_id"], again["search"]) == (first.json()["view_id"], {})
    owner.post(url, json={**body, "page": "segments"})

    def names(page: str) -> list[str]:
        return [each["name"] for each in owner.get(url, params={"page": page}).json()["views"]]

    assert (names("people"), names("segments"), names("tags")) == (["杭州的人"], ["杭州的人"], [])
    viewer = as_role(server, shop, Role.VIEWER)
    assert viewer.get(url, params={"page": "people"}).status_code == 200
    assert viewer.post(url, json=body).status_code == 403
    assert owner.request("DELETE", f"{url}/{again['view_id']}").status_code == 204
    assert names("people") == []
    gone = owner.request("DELETE", f"{url}/{again['view_id']}")
    assert (gone.status_code, gone.json()["code"]) == (404, "view_not_found")


@pytest.mark.parametrize(
    ("changed", "path"),
    [
        ({"page": "../people"}, "page"),
        ({"name": " "}, "name"),
        ({"name": "x" * 61}, "name"),
        ({"search": {"people": "x" * 20_000}}, "search"),
    ],
)
def test_what_is_wrong_with_a_view_is_named(shop: Shop, owner: Browser, changed, path) -> None:
    body = {"page": "people", "name": "a", "search": {}, **changed}
    answer = owner.post(f"{shop.url}/list-views", json=body)
    assert (answer.status_code, answer.json()["path"]) == (400, path)


def test_who_saves_at_once_finds_no_more_room_than_there_is(
    app: App, shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(view, "VIEWS_MAX", 2)

    def save(name: str) -> bool:
        try:
            with app.relational.project(shop.project.id) as tx:
                view.save_view(tx, "people", name, {}, by="me", now=app.clock.now())
        except view.ViewInvalid:
            return False
        return True

    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(save, "abcdef")) == 2
    with app.relational.project(shop.project.id) as tx:
        (kept, _) = view.list_views(tx, "people")
    assert save(kept.name), "one of the same name is replaced"
