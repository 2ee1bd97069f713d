"""Options that several commands share, and reading what they name."""

import json
import os
import sys
from pathlib import Path
from typing import Annotated, Any

import typer
import yaml

from stayflow.kernel.errors import InvalidInput
from stayflow.kernel.settings import Settings, Value, load_settings

Data = Annotated[
    str | None, typer.Option(help="Folder of the embedded engines.", show_default=False)
]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document and nothing else.")]
ProjectName = Annotated[str, typer.Option("--project", "-p", help="The project.")]
Source = Annotated[str, typer.Argument(metavar="FILE|-", help="JSON or YAML; - reads the input.")]


class _TextDates(yaml.SafeLoader):
    """YAML without its dates: `2026-01-31` stays the text that JSON would have."""

    yaml_implicit_resolvers = {  # noqa: RUF012 - as the base class has it
        first: [(tag, form) for tag, form in resolvers if not tag.endswith(":timestamp")]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


class InputUnreadable(InvalidInput):
    """The file is neither JSON nor YAML."""

    code = "input_unreadable"


def settings_of(**flags: Value | None) -> Settings:
    """The settings in force, with these flags before everything else."""
    return load_settings(flags, os.environ, Path("stayflow.toml"))


def read_tree(source: str) -> Any:  # noqa: ANN401 - whatever the file holds
    """The JSON or YAML document of a file, or of standard input for `-`.

    Raises:
        InputUnreadable: It is neither.
    """
    text = sys.stdin.read() if source == "-" else Path(source).read_text(encoding="utf-8")
    try:
        return json.loads(text)
    except ValueError:
        pass
    try:
        return yaml.load(text, Loader=_TextDates)  # noqa: S506 - a SafeLoader
    except yaml.YAMLError as error:
        place = getattr(error, "problem_mark", None)
        where = f" (line {place.line + 1})" if place else ""
        raise InputUnreadable(f"neither JSON nor YAML{where}", path=source) from error
