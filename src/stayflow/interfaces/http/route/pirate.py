"""The pirate funnel: what its stages are, and their numbers."""

import msgspec
from fastapi import Response

from stayflow.interfaces.http.context import InProject, ProjectContext
from stayflow.interfaces.http.least import Least
from stayflow.interfaces.http.model.pirate import (
    PirateAnswerShape,
    PirateAskBody,
    PirateShape,
    PirateSteps,
)
from stayflow.interfaces.http.route.table import PROJECT, Route, Tag, Trace
from stayflow.language.window import parse_range
from stayflow.measure import pirate
from stayflow.measure.dashboard import at_the_minute
from stayflow.measure.pirate import Steps

_LAST = {"last": "30d"}


def get_pirate_funnel(context: InProject) -> PirateShape:
    """What the five stages are in this project."""
    with context.transaction() as tx:
        saved = pirate.find_steps(tx)
    steps = saved.steps if saved else _suggested(context)
    return PirateShape(
        steps=PirateSteps.model_validate(msgspec.to_builtins(steps)),
        is_saved=saved is not None,
        changed_at=saved.changed_at if saved else None,
        changed_by=saved.changed_by if saved else None,
    )


def put_pirate_funnel(body: PirateSteps, context: InProject) -> PirateShape:
    """Say what the five stages are in this project."""
    with context.transaction() as tx:
        pirate.save_steps(tx, body.model_dump(), by=context.caller.actor, now=context.now())
    return get_pirate_funnel(context)


def ask_pirate_funnel(body: PirateAskBody, context: InProject) -> Response:
    """The numbers of the five stages beside the range before, as of the last full minute."""
    with context.transaction() as tx:
        saved = pirate.find_steps(tx)
    steps = saved.steps if saved else _suggested(context)
    if body.steps is not None:
        steps = pirate.parse_steps(body.steps.model_dump())
    answer = pirate.answer_pirate(
        steps,
        parse_range(body.range or _LAST),
        body.people,
        scope=at_the_minute(context.scope()),
        warehouse=context.app.kept_facts(context.project),
        lang=body.lang,
    )
    return Response(msgspec.json.encode(answer), media_type="application/json")


def _suggested(context: ProjectContext) -> Steps:
    return pirate.suggest_steps(context.scope().catalogue.event_names())


_ALL = PROJECT + "/pirate-funnel"
ROUTES = (
    Route("GET", _ALL, get_pirate_funnel, Least.VIEWER, Tag.ANALYSIS, PirateShape),
    Route("PUT", _ALL, put_pirate_funnel, Least.ANALYST, Tag.ANALYSIS, PirateShape),
    Route(
        "POST",
        _ALL + "/answer",
        ask_pirate_funnel,
        Least.VIEWER,
        Tag.ANALYSIS,
        PirateAnswerShape,
        described=True,
        trace=Trace.NEVER,
    ),
)
