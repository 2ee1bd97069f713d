"""`stayflow demo`, `bench`, `openapi`."""

import importlib
import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

import stayflow
from stayflow.interfaces.cli.options import AsJson, Data, settings_of
from stayflow.interfaces.cli.output import errors_shown, show, talk
from stayflow.kernel.errors import InvalidInput


class BenchmarksMissing(InvalidInput):
    """Benchmarks are part of the checkout, not of the installed package."""

    code = "benchmarks_missing"


def demo(data: Data = None, as_json: AsJson = False) -> None:
    """Load the bundled data into the demo projects; what is there already stays."""
    from stayflow.app import open_app  # noqa: PLC0415 - other commands start without it
    from stayflow.demo import load_demo  # noqa: PLC0415 - reads the bundled data

    with errors_shown(as_json=as_json):
        app = open_app(settings_of(data=data), command="stayflow demo")
        try:
            loaded = load_demo(app, progress=talk)
        finally:
            app.close()
        sign_in = loaded.sign_in
        if sign_in and sign_in.is_new:  # said once, on the error stream; later it is in the file
            talk(f"Sign in as {sign_in.email} with the password {sign_in.password}")
        answer = {
            "projects": list(loaded.projects),
            "shifts": [asdict(shift) for shift in loaded.shifts],
            "email": sign_in.email if sign_in else None,
            "password_file": str(sign_in.file) if sign_in else None,
            "seconds": round(loaded.seconds, 1),
        }
        show(json.loads(json.dumps(answer, default=str)), as_json=as_json)


def bench(
    name: Annotated[str | None, typer.Argument(help="Without it they are listed.")] = None,
    events: Annotated[int | None, typer.Option(help="How many events to generate.")] = None,
    rounds: Annotated[int | None, typer.Option(help="How often to measure.")] = None,
    seconds: Annotated[float | None, typer.Option(help="For how long, where that matters.")] = None,
    as_json: AsJson = False,
) -> None:
    """Run a benchmark beside its yardsticks."""
    with errors_shown(as_json=as_json):
        sys.path.insert(0, str(_checkout()))
        run = importlib.import_module("benchmarks.__main__").main
        given = [name] if name else []
        given += ["--events", str(events)] if events else []
        given += ["--rounds", str(rounds)] if rounds else []
        given += ["--seconds", str(seconds)] if seconds else []
        raise SystemExit(run([*given, *(["--json"] if as_json else [])]))


def _checkout() -> Path:
    """The folder that has `benchmarks/`: where this package is imported from, or where we stand.

    Raises:
        BenchmarksMissing: Neither has it.
    """
    places = [Path(stayflow.__file__).resolve().parents[2], Path.cwd()]
    for place in places:
        if (place / "benchmarks" / "__main__.py").is_file():
            return place
    raise BenchmarksMissing(
        f"benchmarks/ is in neither {places[0]} nor {places[1]}: run it in a checkout of Stayflow,"
        " the installed package does not carry the benchmarks"
    )


def openapi() -> None:
    """Print the description of the HTTP API."""
    from stayflow.interfaces.http import describe_api  # noqa: PLC0415 - other commands start without it

    print(json.dumps(describe_api(), ensure_ascii=False, indent=1))
