"""Saved views of lists."""

from pydantic import Field

from stayflow.interfaces.http.model.common import Answer, Body, Instant, Json


class ListViewBody(Body):
    """A view as it is saved; one of the same list and name is replaced."""

    page: str = Field(description="Which list, by the path of its page", examples=["people"])
    name: str = Field(examples=["VIP in Hangzhou"])
    search: dict[str, Json] = Field(description="What stands in the address of the page, by name")


class ListViewShape(Answer):
    """A saved view."""

    view_id: str
    page: str
    name: str
    search: dict[str, Json]
    saved_at: Instant
    saved_by: str


class ListViewList(Answer):
    """The views of a list, by name."""

    views: list[ListViewShape]
