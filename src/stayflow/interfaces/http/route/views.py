"""Saved views of lists: filter and columns under a name, for everybody of the project."""

from stayflow.access import view
from stayflow.interfaces.http.context import InProject
from stayflow.interfaces.http.least import Least
from stayflow.interfaces.http.model.view import ListViewBody, ListViewList, ListViewShape
from stayflow.interfaces.http.route.table import PROJECT, Route, Tag


def list_views(context: InProject, page: str) -> ListViewList:
    """The saved views of a list."""
    with context.transaction() as tx:
        found = view.list_views(tx, page)
    return ListViewList(views=[ListViewShape.model_validate(each) for each in found])


def save_view(body: ListViewBody, context: InProject) -> ListViewShape:
    """Save a view of a list; one of the same name is replaced."""
    with context.transaction() as tx:
        saved = view.save_view(
            tx, body.page, body.name, body.search, by=context.caller.actor, now=context.now()
        )
    return ListViewShape.model_validate(saved)


def remove_view(view_id: str, context: InProject) -> None:
    """Remove a saved view."""
    with context.transaction() as tx:
        view.remove_view(tx, view_id)


_ALL = PROJECT + "/list-views"
ROUTES = (
    Route("GET", _ALL, list_views, Least.VIEWER, Tag.PEOPLE, ListViewList),
    Route("POST", _ALL, save_view, Least.ANALYST, Tag.PEOPLE, ListViewShape, status=201),
    Route("DELETE", _ALL + "/{view_id}", remove_view, Least.ANALYST, Tag.PEOPLE),
)
