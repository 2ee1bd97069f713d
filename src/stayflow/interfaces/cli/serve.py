"""`stayflow serve`: one process, or a role of several."""

from typing import Annotated

import typer

from stayflow.interfaces.cli.options import Data, settings_of
from stayflow.interfaces.cli.output import errors_shown
from stayflow.interfaces.cli.serve_role import ServeRole
from stayflow.interfaces.logs import start_logs


def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on.")] = None,
    role: Annotated[ServeRole, typer.Option(help="What this process does.")] = ServeRole.ALL,
    data: Data = None,
) -> None:
    """Serve the console, the API and the collectors, and do the work behind them."""
    from stayflow.interfaces.cli.serving import run_server  # noqa: PLC0415 - no other command serves

    start_logs()
    with errors_shown(as_json=False):
        run_server(settings_of(data=data, host=host, port=port), role)
