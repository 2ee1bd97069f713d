"""What one question of a project may cost."""

from dataclasses import asdict

from stayflow.access.audit import Deed, record_audit
from stayflow.access.project import QueryBounds, change_bounds
from stayflow.interfaces.http.context import InProject
from stayflow.interfaces.http.least import Least
from stayflow.interfaces.http.model.bounds import BoundsAnswer, BoundsBody
from stayflow.interfaces.http.route.table import PROJECT, Route, Tag, Trace


def get_bounds(context: InProject) -> BoundsAnswer:
    """What one question may cost, and how many run at once."""
    return _answer(context, context.about.bounds)


def set_bounds(body: BoundsBody, context: InProject) -> BoundsAnswer:
    """Lower or raise the bounds, within what the server allows."""
    app, chosen = context.app, QueryBounds(**body.model_dump())
    with app.relational.system() as tx:
        change_bounds(context.project, chosen, most=app.bounds_max, tx=tx)
    with context.transaction() as tx:
        deed = Deed(context.caller.actor, "set_bounds", context.project)
        record_audit(tx, deed, asdict(chosen), clock=app.clock)
    return _answer(context, chosen)


def _answer(context: InProject, chosen: QueryBounds) -> BoundsAnswer:
    most = context.app.bounds_max
    return BoundsAnswer.model_validate(
        {"chosen": chosen, "in_force": chosen.within(most), "most": most}
    )


_BOUNDS = PROJECT + "/bounds"
ROUTES = (
    Route("GET", _BOUNDS, get_bounds, Least.VIEWER, Tag.SETTINGS, BoundsAnswer),
    Route(
        "PUT",
        _BOUNDS,
        set_bounds,
        Least.OWNER,
        Tag.SETTINGS,
        BoundsAnswer,
        trace=Trace.BY_ITSELF,
    ),
)
