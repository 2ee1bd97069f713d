"""People as the API shows them: personal data masked for those who may not see it."""

from collections.abc import Iterable, Mapping

from stayflow.access.masking import is_personal_identity, mask
from stayflow.interfaces.http.context import ProjectContext
from stayflow.interfaces.http.model.people import IdentityShape, PeopleAnswer, PersonLine
from stayflow.language.statement import Statement
from stayflow.understand.profile import KnownIdentity, PageAsked, PeoplePage, list_people


def read_people(
    context: ProjectContext,
    people: Statement,
    *,
    limit: int,
    cursor: str | None,
    search: str | None = None,
    columns: Iterable[str] | None = None,
) -> PeopleAnswer:
    """A page of the people of a statement, as the caller may see them."""
    scope, warehouse = context.scope(), context.warehouse()
    with context.transaction() as tx:
        asked = PageAsked(limit, cursor, search)
        page = list_people(people, asked, tx=tx, scope=scope, warehouse=warehouse)
    return _people(context, page, None if columns is None else frozenset(columns))


def show_identities(
    context: ProjectContext, identities: Iterable[KnownIdentity]
) -> list[IdentityShape]:
    """Identities, personal ones masked for roles below operator."""
    shown = []
    for each in identities:
        hidden = is_personal_identity(each.kind) and not context.sees_personal_data
        value = mask(each.value) if hidden else each.value
        shown.append(IdentityShape(kind=each.kind, value=value, masked=hidden))
    return shown


def show_attribute(context: ProjectContext, name: str, value: str) -> tuple[str, bool]:
    """An attribute's value, and whether it is masked."""
    if not context.hides_attribute(name, value):
        return value, False
    return (mask(value) if value else value), True


def _people(
    context: ProjectContext, page: PeoplePage, columns: frozenset[str] | None
) -> PeopleAnswer:
    return PeopleAnswer(
        count=page.count,
        people=[
            PersonLine(
                person_id=row.person_id,
                identities=show_identities(context, row.identities),
                attributes=_attributes(context, row.attributes, columns),
                first_seen_at=row.first_seen_at,
                last_seen_at=row.last_seen_at,
            )
            for row in page.people
        ],
        next=page.next,
    )


def _attributes(
    context: ProjectContext, attributes: Mapping[str, str], columns: frozenset[str] | None
) -> dict[str, str]:
    return {
        name: show_attribute(context, name, value)[0]
        for name, value in attributes.items()
        if columns is None or name in columns
    }
