"""The commands, gathered."""

import json
import sys

import typer

from stayflow.interfaces.cli.attributes import attribute
from stayflow.interfaces.cli.data import import_file
from stayflow.interfaces.cli.erasure import erase
from stayflow.interfaces.cli.extras import bench, demo, openapi
from stayflow.interfaces.cli.identities import identities
from stayflow.interfaces.cli.labels import score, tag
from stayflow.interfaces.cli.lifecycle import lifecycle, rfm
from stayflow.interfaces.cli.matching import match
from stayflow.interfaces.cli.outgoing import code, destination, form
from stayflow.interfaces.cli.output import CALLER_MISTAKE, USAGE_MISTAKE, talk
from stayflow.interfaces.cli.plan import plan
from stayflow.interfaces.cli.projects import key, project, user
from stayflow.interfaces.cli.questions import check, people, query
from stayflow.interfaces.cli.segments import segment
from stayflow.interfaces.cli.serve import serve
from stayflow.interfaces.logs import start_logs

cli = typer.Typer(
    help="Stayflow 留量: from traffic to people who stay.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
cli.add_typer(project, name="project")
cli.add_typer(user, name="user")
cli.add_typer(key, name="key")
cli.add_typer(segment, name="segment")
cli.add_typer(attribute, name="attribute")
cli.add_typer(tag, name="tag")
cli.add_typer(score, name="score")
cli.add_typer(lifecycle, name="lifecycle")
cli.add_typer(rfm, name="rfm")
cli.add_typer(identities, name="identities")
cli.add_typer(plan, name="plan")
cli.add_typer(match, name="match")
cli.add_typer(destination, name="destination")
cli.add_typer(form, name="form")
cli.add_typer(code, name="code")
for _command in (serve, demo, query, people, erase, check, bench, openapi):
    cli.command()(_command)
cli.command("import")(import_file)


def main(arguments: list[str] | None = None) -> None:
    """Entry of the `stayflow` script.

    Raises:
        SystemExit: Always; with the command's exit code.
    """
    start_logs(quiet=True)
    given = sys.argv[1:] if arguments is None else arguments
    try:
        code = cli(given, standalone_mode=False)
    except USAGE_MISTAKE as mistake:
        raise SystemExit(_usage(mistake, as_json="--json" in given)) from mistake
    except typer.Abort:
        raise SystemExit(CALLER_MISTAKE) from None
    raise SystemExit(code if isinstance(code, int) else 0)


def _usage(mistake: Exception, *, as_json: bool) -> int:
    message = mistake.format_message() if hasattr(mistake, "format_message") else str(mistake)
    if as_json:
        option = getattr(getattr(mistake, "param", None), "name", None)
        print(json.dumps({"code": "usage", "message": message, "path": option}, ensure_ascii=False))
    talk(message)
    return CALLER_MISTAKE
