"""The command line as a program: one JSON document, exit codes, with and without a server."""

import json

import pytest

from tests.interfaces.cli.conftest import Shell

REVENUE = {
    "kind": "revenue",
    "event": "purchase",
    "range": {"from": "2026-05-01", "to": "2026-05-31"},
}
BUYERS = {"all": [{"did": {"event": "purchase", "count": {"gte": 2}}}]}


def import_and_ask(shell: Shell, accepted: int) -> None:
    done = shell.run("import", "orders.csv", "-p", "shop", "--mapping", "map.yaml", "--json")
    assert done.code == 0, done.err
    assert done.json == {
        "received": 3,
        "accepted": accepted,
        "repaired": 0,
        "duplicate": 3 - accepted,
        "rejected": {},
    }
    asked = shell.run("query", "-", "-p", "shop", "--json", given=REVENUE)
    assert asked.code == 0, asked.err
    assert asked.json["result"]["revenue"] == 35
    people = shell.run("people", "-", "-p", "shop", "--json", given=BUYERS)
    assert people.json["count"] == 1
    assert people.json["people"][0]["identities"][0]["value"] == "u1"


@pytest.mark.slow
def test_without_a_server(shell: Shell) -> None:
    import_and_ask(shell, accepted=3)
    made = shell.run("segment", "create", "regulars", "-", "-p", "shop", "--json", given=BUYERS)
    assert (made.code, made.json["people"]) == (0, 1), made.err
    checked = shell.run("check", "-p", "shop", "--json")
    assert (checked.code, checked.json["holds"]) == (0, True), checked.out


@pytest.mark.slow
def test_with_a_server_on_the_same_folder(shell: Shell, url: str) -> None:
    import_and_ask(shell, accepted=0)
    shown = shell.run("segment", "show", "regulars", "-p", "shop", "--json")
    assert (shown.code, shown.json["people"]) == (0, 1), shown.err
    owner = json.loads((shell.folder / "data" / "owner.json").read_text())
    assert owner["url"] == url
    assert (shell.folder / "data" / "owner.json").stat().st_mode & 0o077 == 0
    second = shell.run("serve", "--port", "1")
    assert second.code == 2
    demo = shell.run("demo", "--json")
    assert (demo.code, demo.json["code"]) == (2, "folder_held")


@pytest.mark.slow
def test_a_tracking_plan_goes_out_and_comes_back(shell: Shell) -> None:
    drafted = shell.run("plan", "draft", "plan.yaml", "-p", "shop", "--last", "730d", "--json")
    assert drafted.code == 0, drafted.err
    assert drafted.json == {"added_events": ["purchase"], "added_properties": 0}
    saved = shell.run("plan", "import", "plan.yaml", "-p", "shop", "--json")
    assert saved.json == {"version": 1, "events": 1}
    assert shell.run("plan", "export", "plan.xlsx", "-p", "shop").code == 0
    again = shell.run("plan", "import", "plan.xlsx", "-p", "shop", "--json")
    assert again.json == {"version": 2, "events": 1}
    compared = shell.run("plan", "diff", "-p", "shop", "--last", "730d", "--json")
    assert compared.json["differences"] == []
    missing = shell.run("plan", "import", "none.yaml", "-p", "shop", "--json")
    assert (missing.code, missing.json["code"]) == (2, "plan_file_unreadable")


def test_a_mistake_of_the_caller_is_exit_2_with_its_place(shell: Shell) -> None:
    for arguments, given, code, path in (
        (("query", "-", "-p", "nowhere"), REVENUE, "project_not_found", "project"),
        (("query", "-", "-p", "shop"), {"kind": "funel"}, None, "kind"),
        (("query", "none.json", "-p", "shop"), None, "file_not_found", "none.json"),
        (("query", "-"), None, "usage", "project"),
        (("import", "x.csv", "-p", "shop", "--mapping", "map.yaml"), None, "file_missing", "file"),
    ):
        answer = shell.run(*arguments, "--json", given=given)
        assert answer.code == 2, answer
        assert code in {answer.json["code"], None}
        assert answer.json["path"] == path
        assert answer.json["message"] in answer.err


def test_a_rehearsal_shows_what_would_happen(shell: Shell) -> None:
    tried = shell.run(
        "import", "orders.csv", "-p", "shop", "--mapping", "map.yaml", "--dry-run", "--json"
    )
    assert tried.code == 0, tried.err
    assert tried.json["received"] == 3
    assert tried.json["sample"][0]["name"] == "purchase"


def test_one_of_several_processes_needs_engines_that_can_be_shared(shell: Shell) -> None:
    refused = shell.run("serve", "--role", "work")
    assert refused.code == 2
    assert "set clickhouse_url and postgres_url, or serve without --role" in refused.err


def test_benchmarks_are_found_from_anywhere(shell: Shell) -> None:
    listed = shell.run("bench")
    assert listed.code == 0, listed.err
    assert "funnel" in listed.out


def test_keys_and_accounts_are_made_from_the_machine(shell: Shell) -> None:
    key = shell.run("key", "issue", "web", "-p", "shop", "--kind", "write", "--json")
    assert key.code == 0, key.err
    assert key.json["secret"].startswith("sfw_")
    user = shell.run(
        "user", "create", "ana@example.com", "--password", "long enough one", "-p", "shop", "--json"
    )
    assert (user.code, user.json["role"]) == (0, "owner"), user.err
    bounds = shell.run("project", "bounds", "-p", "shop", "--at-once", "3", "--json")
    assert (bounds.code, bounds.json["in_force"]["at_once"]) == (0, 3), bounds.err


def test_the_description_of_the_api_is_printed(shell: Shell) -> None:
    assert "/api/v1/projects/{project}/query" in shell.run("openapi").json["paths"]
