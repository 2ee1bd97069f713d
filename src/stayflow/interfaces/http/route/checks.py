"""Whether everything that must hold does."""

from stayflow.interfaces.http.context import InProject
from stayflow.interfaces.http.least import Least
from stayflow.interfaces.http.model.imports import CheckAnswer, InvariantShape
from stayflow.interfaces.http.route.table import PROJECT, Route, Tag
from stayflow.interfaces.laws import check_project


def check(context: InProject) -> CheckAnswer:
    """Check every invariant of every room."""
    laws = check_project(context.app, context.project)
    return CheckAnswer(
        holds=not any(law.violations for law in laws),
        invariants=[
            InvariantShape(
                name=law.name,
                sentence=law.sentence,
                holds=not law.violations,
                violations=list(law.violations),
            )
            for law in laws
        ],
    )


ROUTES = (Route("GET", PROJECT + "/check", check, Least.OWNER, Tag.SETTINGS, CheckAnswer),)
