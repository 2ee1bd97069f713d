"""RFM models: the settings of the classes that conditions and the person page speak of."""

import msgspec

from stayflow.interfaces.http.context import InProject
from stayflow.interfaces.http.least import Least
from stayflow.interfaces.http.model.rfm import RfmBody, RfmModelAnswer, RfmModelList, RfmPreview
from stayflow.interfaces.http.route.table import PROJECT, Route, Tag, Trace
from stayflow.measure.analysis import answer_query
from stayflow.understand import rfm as rooms


def list_rfm_models(context: InProject) -> RfmModelList:
    """Every model."""
    with context.transaction() as tx:
        found = rooms.list_rfm_models(tx)
    return RfmModelList(models=[RfmModelAnswer.model_validate(each) for each in found])


def preview_rfm(body: RfmBody, context: InProject) -> RfmPreview:
    """The classes under a definition; nothing is saved."""
    question = {**body.definition, "kind": "rfm"}
    found = answer_query(question, scope=context.scope(), warehouse=context.warehouse())
    return RfmPreview.model_validate(msgspec.to_builtins(found.result))


def save_rfm_model(model: str, body: RfmBody, context: InProject) -> RfmModelAnswer:
    """Keep a definition under a name, and classify everybody by it."""
    scope = context.scope()
    definition = rooms.parse_rfm(body.definition, "definition")
    rooms.people_of_class(definition, rooms.RfmClass.IMPORTANT_VALUE, scope=scope)  # compiles it
    with context.transaction() as tx:
        rooms.save_rfm_model(tx, body.definition, at=scope.now, model=model)
        rooms.refresh_rfm(tx, scope=scope, warehouse=context.warehouse(), model=model)
        return RfmModelAnswer.model_validate(rooms.get_rfm_model(tx, model))


def refresh_rfm_model(model: str, context: InProject) -> RfmModelAnswer:
    """Classify everybody now."""
    with context.transaction() as tx:
        rooms.refresh_rfm(tx, scope=context.scope(), warehouse=context.warehouse(), model=model)
        return RfmModelAnswer.model_validate(rooms.get_rfm_model(tx, model))


_ALL = PROJECT + "/rfm"
_ONE = _ALL + "/{model}"
_TAG = Tag.SEGMENTS
ROUTES = (
    Route("GET", _ALL, list_rfm_models, Least.VIEWER, _TAG, RfmModelList),
    Route(
        "POST", _ALL + "/preview", preview_rfm, Least.VIEWER, _TAG, RfmPreview, trace=Trace.NEVER
    ),
    Route("PUT", _ONE, save_rfm_model, Least.ANALYST, _TAG, RfmModelAnswer),
    Route("POST", _ONE + "/refresh", refresh_rfm_model, Least.ANALYST, _TAG, RfmModelAnswer),
)
