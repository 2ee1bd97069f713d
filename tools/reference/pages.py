"""The generated pages: each a function that renders one from the code."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from typer.main import get_command

from stayflow.intake.clean import COMPARISONS, FIELDS, MESSAGES, REASONS, STEPS, WORDS_ZH
from stayflow.interfaces.cli.main import cli
from stayflow.kernel.settings import SETTINGS
from stayflow.language.aggregate import KINDS
from stayflow.language.operators import OPERATORS
from tools.reference.conditions import conditions
from tools.reference.discover import error_classes, first_sentence

FOLDER = Path("docs/reference")
CHINESE = Path(__file__).parents[2] / "console/src/i18n/zh/errors.json"
NOTICE = "<!-- Written by `python -m tools.reference`; change the code, not this page. -->"


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def page(title: str, *blocks: str) -> str:
    """A page with its title, the notice, and blocks between empty lines."""
    return "\n\n".join([f"# {title}", NOTICE, *blocks]) + "\n"


def settings() -> str:
    """The page of the settings table."""
    rows = [
        [
            f"`{setting.name}`",
            f"`{setting.variable}`",
            f"`{setting.default}`" if setting.default != "" else "",
            setting.help.replace("|", "\\|"),
        ]
        for setting in SETTINGS
    ]
    intro = (
        "A flag of the command line wins over the environment, the environment over "
        "`stayflow.toml` in the working directory, the file over the default. "
        "The unit is the end of the name."
    )
    return page("Settings", intro, table(["setting", "environment", "default", "meaning"], rows))


def errors() -> str:
    """The page of all error codes; its Chinese is what the console says."""
    said = chinese_of_errors()
    rows = [
        [
            f"`{error.code}`",
            str(error.kind.value),
            "yes" if error.retry else "no",
            first_sentence(error.__doc__),
            said[error.code],
        ]
        for error in error_classes()
    ]
    intro = (
        "Every error that Stayflow raises on purpose has a stable `code`. The API answers "
        '`{"code": …, "message": …, "path": …}` with the status; the command line prints the same '
        "and ends with 2 for a mistake of the caller (4xx) and 1 for a failure. *Again?* says "
        "whether the same call may succeed later without a change. The Chinese is what the console "
        "says first in Chinese, before the message, which names the field and the value."
    )
    return page("Errors", intro, table(["code", "status", "again?", "meaning", "中文"], rows))


def chinese_of_errors() -> dict[str, str]:
    """What is wrong and what to do in Chinese, by code."""
    said: dict[str, str] = json.loads(CHINESE.read_text(encoding="utf-8"))
    return said


def operators() -> str:
    """The page of the condition operators, by type."""
    rows = [
        [f"`{each.type.value}`", f"`{each.name}`", each.said.en, each.said.zh]
        for each in OPERATORS.values()
    ]
    aggregates = [[f"`{name}`", kind.said.en, kind.said.zh] for name, kind in KINDS.items()]
    intro = (
        "What an attribute or a property can be compared with. A missing value meets `is_not_set`, "
        "and every `not` of a comparison it fails: `not eq` is true of it, `ne` is not."
    )
    return page(
        "Operators and aggregates",
        intro,
        table(["type", "operator", "said", "中文"], rows),
        "## Aggregates",
        "What is computed over events; percentiles are `p1` to `p99`.",
        table(["aggregate", "said", "中文"], aggregates),
    )


def cleaning() -> str:
    """The page of the cleaning steps and of the reasons they count."""
    steps = [
        [f"`{step.__name__}`", first_sentence(step.__doc__)] for step in (*STEPS, *COMPARISONS)
    ]
    reasons = [
        [
            f"`{reason}`",
            f"`{FIELDS[reason]}`" if reason in FIELDS else "",
            MESSAGES[reason],
            WORDS_ZH[reason],
        ]
        for reason in REASONS
    ]
    intro = (
        "Every event that is received ends in exactly one outcome: accepted, repaired, duplicate "
        "or rejected; the four add up to what was received. The steps run in this order over "
        "whole batches; the last ones ask what is stored. Which rules a project sets, and what "
        "they are for, is told in [Cleaning](../collect/cleaning.md)."
    )
    told = "What an operator reads beside an event of which it was decided."
    return page(
        "Cleaning",
        intro,
        table(["step", "what it looks for"], steps),
        "## Reasons",
        told,
        table(["reason", "field", "message", "中文"], reasons),
    )


def commands() -> str:
    """The page of the command line, one section a command."""
    group = get_command(cli)
    blocks = [
        "\n\n".join([f"## `stayflow {path}`", *command_blocks(command)])
        for path, command in leaf_commands(group, "")
    ]
    intro = (
        "Every command takes `--json` where it has an answer and then prints one JSON document on "
        "standard output and nothing else; messages and progress go to standard error. Exit 0 on "
        "success, 2 for a mistake of the caller, 1 for a failure."
    )
    return page("Commands", intro, *blocks)


def leaf_commands(group: Any, path: str) -> Iterator[tuple[str, Any]]:
    """Yield every command below a group with the words that call it."""
    for name, command in sorted(getattr(group, "commands", {}).items()):
        words = f"{path} {name}".strip()
        if getattr(command, "commands", None):
            yield from leaf_commands(command, words)
        elif not command.hidden:
            yield words, command


def command_blocks(command: Any) -> list[str]:
    """The help of one command and the table of what it takes."""
    rows = []
    for parameter in command.params:
        if parameter.name == "help":
            continue
        words = [*parameter.opts, *parameter.secondary_opts]
        if parameter.param_type_name == "argument":
            words = [str(parameter.metavar or parameter.name.upper()).replace("|", "\\|")]
        said = str(getattr(parameter, "help", None) or "").replace("|", "\\|")
        rows.append([", ".join(f"`{word}`" for word in words), said])
    blocks = [" ".join((command.help or "").split())]
    return [*blocks, table(["takes", "meaning"], rows)] if rows else blocks


PAGES: dict[str, Callable[[], str]] = {
    "settings.md": settings,
    "errors.md": errors,
    "conditions.md": conditions,
    "operators.md": operators,
    "commands.md": commands,
    "cleaning.md": cleaning,
}
