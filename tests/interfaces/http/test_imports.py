"""Files through the API: preview, rehearsal, import by the worker's job, refused rows, cancel."""

import pytest

from stayflow.access import Role
from stayflow.app import App
from stayflow.interfaces.telemetry import Telemetry
from stayflow.interfaces.worker import JobRunner, handlers_of
from tests.interfaces.conftest import LOCAL_TOKEN, Browser, Shop, as_role

CSV = """user_id,at,action,price
u1,2026-06-01 10:00:00,buy,12.5
u2,2026-06-02 11:00:00,view,
u3,not a time,buy,3
u1,2026-06-03 09:00:00,buy,7.5
"""
MAPPING = """
format: csv
event: {column: action, map: {buy: purchase}}
time: {column: at, format: "%Y-%m-%d %H:%M:%S", zone: UTC}
identities: {user_id: {column: user_id}}
revenue: {column: price, currency: USD}
"""


@pytest.fixture
def runner(app: App) -> JobRunner:
    with app.relational.system() as tx:
        tx.execute("delete from jobs")
    return JobRunner(app.jobs, Telemetry(), handlers_of(app))


def upload(caller: Browser, shop: Shop, path: str = "", **fields: str) -> dict[str, object]:
    answer = caller.post(
        f"{shop.url}/imports{path}",
        files={"file": ("orders.csv", CSV.encode())},
        data=fields,
    )
    assert answer.is_success, answer.text
    found: dict[str, object] = answer.json()
    return found


def test_a_file_comes_in_by_a_job_and_twice_adds_nothing(
    server: object, shop: Shop, app: App, runner: JobRunner
) -> None:
    caller = as_role(server, shop, Role.OPERATOR)
    for expected in ({"accepted": 3, "duplicate": 0}, {"accepted": 0, "duplicate": 3}):
        begun = upload(caller, shop, mapping=MAPPING)
        assert begun["state"] == "running"
        assert runner.step()
        done = caller.get(f"{shop.url}/imports/{begun['import_id']}").json()
        assert (done["state"], done["progress"]) == ("done", 1.0), done
        assert {name: done["counts"][name] for name in expected} == expected
        assert done["counts"]["received"] == 4
        assert sum(done["counts"]["rejected"].values()) == 1
    assert list(app.folder.uploads.iterdir()) == [], "the upload is removed when it is in"


def test_refused_rows_are_shown_with_their_reason(
    server: object, shop: Shop, runner: JobRunner
) -> None:
    caller = as_role(server, shop, Role.OPERATOR)
    begun = upload(caller, shop, mapping=MAPPING)
    runner.step()
    page = caller.get(f"{shop.url}/imports/{begun['import_id']}/rejected").json()
    assert len(page["rows"]) == 1
    assert "not a time" in page["rows"][0]["payload"]
    assert page["next"] is None


def test_a_rehearsal_stores_nothing(server: object, shop: Shop) -> None:
    caller = as_role(server, shop, Role.OPERATOR)
    tried = upload(caller, shop, mapping=MAPPING, dry_run="true")
    assert tried["state"] == "dry_run"
    assert len(tried["sample"]) == 3  # type: ignore[arg-type]
    assert len(tried["problems"]) == 1  # type: ignore[arg-type]
    assert caller.get(f"{shop.url}/imports").json()["imports"] == []
    assert caller.get(f"{shop.url}/intake/counts").json()["received"] == 0


def test_the_preview_proposes_a_mapping_that_imports(
    server: object, shop: Shop, runner: JobRunner
) -> None:
    caller = as_role(server, shop, Role.OPERATOR)
    look = upload(caller, shop, "/preview")
    assert look["columns"] == ["user_id", "at", "action", "price"]
    tried = upload(caller, shop, mapping=str(look["mapping"]), dry_run="true")
    assert tried["counts"]["accepted"] + tried["counts"]["repaired"] >= 3  # type: ignore[index]


def test_a_broken_mapping_is_refused_with_its_place(server: object, shop: Shop, app: App) -> None:
    answer = as_role(server, shop, Role.OPERATOR).post(
        f"{shop.url}/imports",
        files={"file": ("orders.csv", CSV.encode())},
        data={"mapping": "format: csv\nevent: {colum: action}\n"},
    )
    assert answer.status_code == 400
    assert answer.json()["path"].startswith("event")
    assert list(app.folder.uploads.iterdir()) == []


def test_an_import_that_waits_can_be_cancelled(
    server: object, shop: Shop, runner: JobRunner
) -> None:
    caller = as_role(server, shop, Role.OPERATOR)
    begun = upload(caller, shop, mapping=MAPPING)
    answer = caller.post(f"{shop.url}/imports/{begun['import_id']}/cancel")
    assert answer.json()["state"] == "cancelled"
    assert not runner.step()
    assert caller.get(f"{shop.url}/jobs").json()["jobs"][0]["state"] == "cancelled"


def test_only_the_machines_own_command_line_may_name_a_file_of_it(
    server: object, shop: Shop, tmp_path: object
) -> None:
    body = {"file": "/etc/passwd", "mapping": MAPPING}
    path = f"{shop.url}/imports/local"
    assert as_role(server, shop, Role.OWNER).post(path, json=body).status_code == 403
    local = Browser(server, {"Authorization": f"Bearer {LOCAL_TOKEN}"})
    answer = local.post(path, json={**body, "file": f"{tmp_path}/none.csv"})
    assert (answer.status_code, answer.json()["code"]) == (404, "file_missing")
