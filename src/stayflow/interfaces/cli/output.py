"""What commands print: the answer on standard output, the talk on standard error, errors in one shape."""

import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from stayflow.interfaces.cli.target import CallFailed
from stayflow.kernel.errors import Kind, StayflowError

CALLER_MISTAKE = 2
FAILURE = 1
_INTERRUPTED = 130
_PIPE_WIDTH = 4_000
# The base of all of typer's mistakes of usage, under whichever name this version keeps it.
USAGE_MISTAKE: type[Exception] = typer.BadParameter.__mro__[1]

Draw = Callable[[Any, Console], None]


def talk(sentence: str) -> None:
    """Tell the person at the terminal."""
    print(sentence, file=sys.stderr, flush=True)


def show(answer: Any, *, as_json: bool, draw: Draw | None = None) -> None:  # noqa: ANN401 - any JSON
    """Print the answer: as one JSON document, or drawn for people."""
    if as_json or draw is None:
        print(json.dumps(answer, ensure_ascii=False, indent=None if as_json else 2))
        return
    draw(answer, _paper())


def _paper() -> Console:
    """Where people read: names of theirs are no markup, and a pipe gets whole lines."""
    width = None if sys.stdout.isatty() else _PIPE_WIDTH
    return Console(width=width, markup=False, emoji=False, highlight=False)


def draw_tables(answer: Mapping[str, Any], console: Console) -> None:
    """Every list of objects as a table, every plain value as a line."""
    for name, value in answer.items():
        if isinstance(value, Mapping):
            draw_tables(value, console)
        elif isinstance(value, list) and value and isinstance(value[0], Mapping):
            console.print(_table(name, value))
        elif value not in (None, [], {}):
            console.print(Text(name, style="bold"), value)


@contextmanager
def errors_shown(*, as_json: bool) -> Iterator[None]:
    """Turn what goes wrong inside into a message and an exit code: 2 for the caller's mistakes.

    Raises:
        SystemExit: Something went wrong; it has been said.
    """
    try:
        yield
    except (StayflowError, CallFailed, OSError) as error:
        raise SystemExit(show_error(error, as_json=as_json)) from error
    except KeyboardInterrupt:
        talk("interrupted")
        raise SystemExit(_INTERRUPTED) from None


def show_error(error: Exception, *, as_json: bool) -> int:
    """Say what went wrong; return the exit code."""
    answer, is_mistake = _as_answer(error)
    if as_json:
        print(json.dumps(answer, ensure_ascii=False))
    place = f"{answer['path']}: " if answer["path"] else ""
    talk(f"{answer['code']}: {place}{answer['message']}")
    return CALLER_MISTAKE if is_mistake else FAILURE


def _as_answer(error: Exception) -> tuple[dict[str, str | None], bool]:
    if isinstance(error, CallFailed):
        answer = {"code": error.code, "message": error.message, "path": error.path}
        return answer, error.status < Kind.FAILED.value
    if isinstance(error, StayflowError):
        code, message, path = error.code, error.message, error.path
        return (
            {"code": code, "message": message, "path": path},
            error.kind not in {Kind.FAILED, Kind.BUSY},
        )
    if isinstance(error, FileNotFoundError):
        return {"code": "file_not_found", "message": str(error), "path": str(error.filename)}, True
    return {"code": "failed", "message": f"{type(error).__name__}: {error}", "path": None}, False


def _table(title: str, rows: Sequence[Mapping[str, Any]]) -> Table:
    columns = list(dict.fromkeys(name for row in rows for name in row))
    table = Table(*columns, title=title, title_justify="left")
    for row in rows:
        table.add_row(*(_cell(row.get(name)) for name in columns))
    return table


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:,.4g}" if abs(value) < 1 else f"{value:,.2f}"
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    return str(value)
