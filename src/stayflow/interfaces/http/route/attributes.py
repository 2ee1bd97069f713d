"""Attributes 属性: the catalogue of what is stated of people, and one attribute with its history."""

from stayflow.interfaces import retyping
from stayflow.interfaces.http.attribute_page import (
    NOBODY,
    draw_attribute,
    draw_attribute_history,
    draw_attribute_line,
    draw_statement,
)
from stayflow.interfaces.http.context import InProject
from stayflow.interfaces.http.least import Least
from stayflow.interfaces.http.model.attribute import (
    AttributeAnswer,
    AttributeArrangeBody,
    AttributeCatalogue,
    AttributeChangeBody,
    AttributeHistory,
    AttributesArranged,
    PersonAttributeHistory,
    TypeBody,
    TypeChangeShape,
    TypeFitAnswer,
)
from stayflow.interfaces.http.model.tag import TagFolderShape
from stayflow.interfaces.http.route.table import PROJECT, Route, Tag, Trace
from stayflow.interfaces.http.shown import show_attribute
from stayflow.language.scope import ValueType
from stayflow.language.sentence import Sentence
from stayflow.understand import attribute as room
from stayflow.understand.attribute import AttributeChange
from stayflow.understand.tag import list_folders


def list_attributes(context: InProject) -> AttributeCatalogue:
    """All attributes, with how many people have a value, and the folders."""
    scope, warehouse = context.scope(), context.warehouse()
    with context.transaction() as tx:
        attributes, folders = room.list_attributes(tx), list_folders(tx)
    coverage = room.read_coverage(scope, warehouse)
    total = room.count_people(scope, warehouse)
    return AttributeCatalogue(
        attributes=[
            draw_attribute_line(each, coverage.get(each.name, NOBODY), total) for each in attributes
        ],
        folders=[TagFolderShape.model_validate(each) for each in folders],
    )


def get_attribute(attribute: str, context: InProject) -> AttributeAnswer:
    """One attribute: what it is, how its values are spread, where they came from and who names it."""
    with context.transaction() as tx:
        return draw_attribute(context, tx, room.get_attribute(tx, attribute))


def get_attribute_history(attribute: str, context: InProject) -> AttributeHistory:
    """How many people had which value at the end of each day."""
    with context.transaction() as tx:
        found = room.get_attribute(tx, attribute)
    days = room.read_history(found, scope=context.scope(), warehouse=context.warehouse())
    return draw_attribute_history(context, found, days)


def change_attribute(
    attribute: str, body: AttributeChangeBody, context: InProject
) -> AttributeAnswer:
    """Say what an attribute is, where it stands, and whether it is sensitive."""
    label = body.label
    change = AttributeChange(
        label=None if label is None else Sentence(label.zh, label.en),
        note=body.description,
        owner=body.owner,
        family=body.family,
        folder_id=body.folder_id,
        position=body.position,
        is_sensitive=body.is_sensitive,
    )
    with context.transaction() as tx:
        changed = room.change_attribute(
            tx, attribute, change, by=context.caller.actor, now=context.now()
        )
        return draw_attribute(context, tx, changed)


def look_at_attribute_type(attribute: str, body: TypeBody, context: InProject) -> TypeFitAnswer:
    """How many people's values would fit another type; nothing is changed."""
    with context.transaction() as tx:
        found = room.get_attribute(tx, attribute)
    fit = room.look_at_type(
        found, ValueType(body.type), scope=context.scope(), warehouse=context.warehouse()
    )
    examples = [show_attribute(context, found.name, each)[0] for each in fit.examples]
    return TypeFitAnswer(fits=fit.fits, misfits=fit.misfits, examples=examples)


def change_attribute_type(attribute: str, body: TypeBody, context: InProject) -> TypeChangeShape:
    """Read an attribute as another type; it has the new one as soon as every value is read again."""
    asked = retyping.begin(
        context.app, context.project, attribute, ValueType(body.type), by=context.caller.actor
    )
    return TypeChangeShape.model_validate(asked)


def arrange_attributes(body: AttributeArrangeBody, context: InProject) -> AttributesArranged:
    """Put well-known attributes into folders: contact, basics, assets, interests."""
    with context.transaction() as tx:
        count = room.arrange_attributes(
            tx, lang=body.language, by=context.caller.actor, now=context.now()
        )
    return AttributesArranged(attributes=count)


def get_person_attribute(
    person_id: int, attribute: str, context: InProject
) -> PersonAttributeHistory:
    """What was stated of one person by day, as far as it changed anything."""
    with context.transaction() as tx:
        found = room.get_attribute(tx, attribute)
    changes = room.list_person_statements(
        found, ids=context.app.ids_of(context.project, person_id), warehouse=context.warehouse()
    )
    return PersonAttributeHistory(
        name=found.name, changes=[draw_statement(context, found, each) for each in changes]
    )


_ALL = PROJECT + "/attributes"
_ONE = _ALL + "/{attribute}"
_OF_PERSON = PROJECT + "/people/{person_id}/attributes/{attribute}"
_V, _A, _O, _T = Least.VIEWER, Least.ANALYST, Least.OPERATOR, Tag.SEGMENTS
ROUTES = (
    Route("GET", _ALL, list_attributes, _V, _T, AttributeCatalogue),
    Route("POST", _ALL + "/arrange", arrange_attributes, _O, _T, AttributesArranged),
    Route("GET", _ONE, get_attribute, _A, _T, AttributeAnswer),
    Route("PATCH", _ONE, change_attribute, _O, _T, AttributeAnswer),
    Route(
        "POST",
        _ONE + "/type/preview",
        look_at_attribute_type,
        _A,
        _T,
        TypeFitAnswer,
        trace=Trace.NEVER,
    ),
    Route("PUT", _ONE + "/type", change_attribute_type, _O, _T, TypeChangeShape, status=202),
    Route("GET", _ONE + "/history", get_attribute_history, _A, _T, AttributeHistory),
    Route(
        "GET",
        _OF_PERSON,
        get_person_attribute,
        _A,
        Tag.PEOPLE,
        PersonAttributeHistory,
        trace=Trace.ALWAYS,
    ),
)
