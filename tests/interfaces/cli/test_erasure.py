"""`stayflow erase` as a program: asked in a terminal, with and without a server, and what it refuses."""

import os
import pty
import tempfile
from typing import Any

import pytest

from tests.interfaces.cli.conftest import SECONDS, Answered, Shell
from tests.processes import start


@pytest.fixture(scope="module")
def people(shell: Shell) -> dict[str, int]:
    """The numbers of those who bought."""
    done = shell.run("import", "orders.csv", "-p", "shop", "--mapping", "map.yaml", "--json")
    assert done.code == 0, done.err
    return numbers(shell)


def numbers(shell: Shell) -> dict[str, int]:
    bought = {"did": {"event": "purchase"}}
    found = shell.run("people", "-", "-p", "shop", "--json", given=bought).json["people"]
    return {each["identities"][0]["value"]: each["person_id"] for each in found}


def rows_of(answer: dict[str, Any]) -> tuple[int, int]:
    (events,) = [each for each in answer["places"] if each["place"] == "clickhouse.events"]
    return events["before"], events["remaining"]


def typed(shell: Shell, words: str, *arguments: str) -> Answered:
    """What it says to somebody who types `words` at a terminal."""
    ours, theirs = pty.openpty()
    with (
        os.fdopen(ours, "wb", buffering=0) as keyboard,
        os.fdopen(theirs, "rb", buffering=0) as stdin,
        tempfile.TemporaryFile() as stdout,
        tempfile.TemporaryFile() as stderr,
    ):
        keyboard.write(words.encode())
        process = start(
            *arguments,
            env=shell.environ,
            folder=shell.folder,
            stdin=stdin,
            stdout=stdout,
            stderr=stderr,
        )
        code = process.wait(SECONDS)
        said = []
        for file in (stdout, stderr):
            file.seek(0)
            said.append(file.read().decode())
    return Answered(code, *said)


@pytest.mark.parametrize("words", ["\n", "\x04"], ids=["enter", "end of input"])
def test_without_a_yes_nothing_is_erased(shell: Shell, people: dict[str, int], words: str) -> None:
    refused = typed(shell, words, "erase", str(people["u1"]), "-p", "shop")
    assert (refused.code, refused.out) == (2, ""), refused
    assert f"person {people['u1']}: " in refused.err
    assert refused.err.rstrip().endswith("nothing was erased; --yes erases without asking")


def test_a_program_that_does_not_say_yes_gets_an_answer(
    shell: Shell, people: dict[str, int]
) -> None:
    refused = shell.run("erase", str(people["u1"]), "-p", "shop", "--json")
    assert (refused.code, refused.json["code"]) == (2, "not_confirmed"), refused
    assert numbers(shell) == people


@pytest.mark.parametrize("yes", [(), ("--yes",)], ids=["asking", "not asking"])
def test_somebody_unknown_is_a_mistake_of_the_caller(shell: Shell, yes: tuple[str, ...]) -> None:
    refused = shell.run("erase", "987654", "-p", "shop", "--json", *yes)
    assert (refused.code, refused.json["code"]) == (2, "person_not_found"), refused
    assert refused.err.startswith("person_not_found: ")


def test_a_person_is_a_number_of_a_project(shell: Shell) -> None:
    named = shell.run("erase", "u1", "-p", "shop", "--json")
    assert (named.code, named.json["code"], named.json["path"]) == (2, "usage", "person")
    nowhere = shell.run("erase", "1", "-p", "nowhere", "--yes", "--json")
    assert (nowhere.code, nowhere.json["code"]) == (2, "project_not_found")


@pytest.mark.slow
def test_a_person_is_erased_with_and_without_a_server(
    shell: Shell, people: dict[str, int], request: pytest.FixtureRequest
) -> None:
    done = typed(shell, "y\n", "erase", str(people["u2"]), "-p", "shop", "--json")
    assert done.code == 0, done.err
    assert done.json["state"] == "done"
    assert rows_of(done.json) == (1, 0)
    assert numbers(shell) == {"u1": people["u1"]}
    again = shell.run("erase", str(people["u2"]), "-p", "shop", "--yes", "--json")
    assert (again.code, again.json["code"]) == (2, "person_not_found"), again
    request.getfixturevalue("url")  # from here on a server holds the folder
    served = shell.run("erase", str(people["u1"]), "-p", "shop", "--yes")
    assert served.code == 0, served.err
    assert f"person {people['u1']} is erased: " in served.out
    assert "  clickhouse.events: 2 deleted, 0 left\n" in served.out
    assert numbers(shell) == {}
    checked = shell.run("check", "-p", "shop", "--json")
    assert (checked.code, checked.json["holds"]) == (0, True), checked.out
