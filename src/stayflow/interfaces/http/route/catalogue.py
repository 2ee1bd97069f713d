"""Names and values that sentences can use; what came in."""

from stayflow.interfaces.http.context import InProject
from stayflow.interfaces.http.least import Least
from stayflow.interfaces.http.model.overview import CatalogueAnswer, IntakeCounts, ValueList
from stayflow.interfaces.http.pending import pending
from stayflow.interfaces.http.route.table import PROJECT, Route, Tag


def get_catalogue(context: InProject) -> CatalogueAnswer:
    """Every event, property and attribute seen."""
    raise pending()


def list_values(
    context: InProject,
    property: str | None = None,
    event: str | None = None,
    attribute: str | None = None,
) -> ValueList:
    """The most frequent values of a property (of an event) or of an attribute."""
    raise pending()


def get_intake_counts(context: InProject, last: str = "30d") -> IntakeCounts:
    """Events by day, source, outcome and reason."""
    raise pending()


ROUTES = (
    Route("GET", PROJECT + "/catalogue", get_catalogue, Least.VIEWER, Tag.DATA, CatalogueAnswer),
    Route("GET", PROJECT + "/catalogue/values", list_values, Least.ANALYST, Tag.DATA, ValueList),
    Route(
        "GET", PROJECT + "/intake/counts", get_intake_counts, Least.VIEWER, Tag.DATA, IntakeCounts
    ),
)
