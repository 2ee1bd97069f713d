"""The commands, gathered."""

import json

import typer

cli = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)


@cli.callback()
def stayflow() -> None:
    """From traffic to people who stay."""


@cli.command()
def openapi() -> None:
    """Print the description of the HTTP API."""
    from stayflow.interfaces.http import describe_api  # noqa: PLC0415 - heavy, for this one only

    print(json.dumps(describe_api(), ensure_ascii=False, indent=1))


def main() -> None:
    """Entry of the `stayflow` script."""
    cli()
