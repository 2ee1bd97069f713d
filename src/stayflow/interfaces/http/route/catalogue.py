"""Names and values that sentences can use; what came in."""

from collections import Counter
from datetime import timedelta

from stayflow.access.masking import mask
from stayflow.intake.pipeline import CONSUMER
from stayflow.intake.record import (
    ValueCount,
    list_attribute_values,
    list_counts,
    list_named_events,
    list_named_properties,
    list_property_values,
)
from stayflow.interfaces.http.context import InProject
from stayflow.interfaces.http.least import Least
from stayflow.interfaces.http.model.overview import (
    CatalogueAnswer,
    CatalogueAttribute,
    CatalogueEvent,
    CatalogueProperty,
    IntakeCount,
    IntakeCounts,
    ValueLine,
    ValueList,
)
from stayflow.interfaces.http.route.table import PROJECT, Route, Tag
from stayflow.kernel.errors import InvalidInput
from stayflow.language.window import parse_range


class ValuesOfWhat(InvalidInput):
    """Values are asked for of a property or of an attribute, one of them."""

    code = "values_of_what"


def get_catalogue(context: InProject) -> CatalogueAnswer:
    """Every event, property and attribute seen."""
    scope = context.scope()
    with context.transaction() as tx:
        events = list_named_events(tx)
        properties = list_named_properties(tx)
    attributes = [
        CatalogueAttribute(name=name, type=str(scope.catalogue.attribute(name)))
        for name in sorted(scope.catalogue.attribute_names())
    ]
    return CatalogueAnswer(
        events=[CatalogueEvent.model_validate(each) for each in events],
        properties=[
            CatalogueProperty(name=each.name, type=each.type.value, events=list(each.events))
            for each in properties
        ],
        attributes=attributes,
    )


def list_values(
    context: InProject,
    property: str | None = None,  # noqa: A002 - the query's own word
    event: str | None = None,
    attribute: str | None = None,
) -> ValueList:
    """The most frequent values of a property (of an event) or of an attribute."""
    if (property is None) == (attribute is None):
        raise ValuesOfWhat("give either property or attribute", path="property")
    scope, warehouse = context.scope(), context.warehouse()
    if property is not None:
        found = list_property_values(property, event=event, scope=scope, warehouse=warehouse)
    else:
        found = list_attribute_values(str(attribute), scope=scope, warehouse=warehouse)
    name = property or str(attribute)
    return ValueList(values=[_line(context, name, each) for each in found])


def get_intake_counts(context: InProject, last: str = "30d") -> IntakeCounts:
    """Events by day, source, outcome and reason."""
    scope = context.scope()
    start, _ = parse_range({"last": last}, "last").bounds(scope.zone, scope.now)
    # Counts are kept by UTC day; one day more holds the beginning of the first local one.
    since = (start - timedelta(days=1)).date()
    with context.transaction() as tx:
        counts = list_counts(tx, since=since)
    sums: Counter[str] = Counter()
    for each in counts:
        sums[each.outcome] += each.count
    return IntakeCounts(
        received=sum(sums.values()),
        accepted=sums["accepted"],
        repaired=sums["repaired"],
        duplicate=sums["duplicate"],
        rejected=sums["rejected"],
        waiting_bytes=context.app.log.backlog_bytes(CONSUMER, context.project),
        counts=[
            IntakeCount(
                day=each.day.isoformat(),
                source=each.source,
                outcome=each.outcome,
                reason=each.reason,
                count=each.count,
            )
            for each in counts
        ],
    )


def _line(context: InProject, name: str, found: ValueCount) -> ValueLine:
    hidden = context.hides_attribute(name, found.value)
    return ValueLine(value=mask(found.value) if hidden else found.value, count=found.count)


ROUTES = (
    Route("GET", PROJECT + "/catalogue", get_catalogue, Least.VIEWER, Tag.DATA, CatalogueAnswer),
    Route("GET", PROJECT + "/catalogue/values", list_values, Least.ANALYST, Tag.DATA, ValueList),
    Route(
        "GET", PROJECT + "/intake/counts", get_intake_counts, Least.VIEWER, Tag.DATA, IntakeCounts
    ),
)
