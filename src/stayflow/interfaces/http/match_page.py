"""Proposals as the API shows them: both persons, and what each field says, masked where it must be."""

from collections.abc import Sequence

from stayflow.access.masking import mask
from stayflow.intake.match import FieldKind, MatchField, MatchRules, Proposal, get_run
from stayflow.interfaces.http.context import ProjectContext
from stayflow.interfaces.http.model.match import (
    MatchAnswer,
    MatchFieldAnswer,
    MatchPersonShape,
)
from stayflow.interfaces.http.shown import show_identities
from stayflow.understand.profile import PersonRow, describe_people

IMPERSONAL = frozenset({FieldKind.PLACE})


def draw_matches(context: ProjectContext, proposals: Sequence[Proposal]) -> list[MatchAnswer]:
    """Proposals as the caller may see them; persons are read once for all."""
    people = sorted({each for one in proposals for each in (one.left_now, one.right_now)})
    with context.transaction() as tx:
        rows = {
            row.person_id: row
            for row in describe_people(
                people, tx=tx, scope=context.scope(), warehouse=context.warehouse()
            )
        }
        rules = {run_id: get_run(tx, run_id).rules for run_id in {one.run_id for one in proposals}}
    return [
        _draw(context, one, rows[one.left_now], rows[one.right_now], rules[one.run_id])
        for one in proposals
        if one.left_now in rows and one.right_now in rows
    ]


def draw_match(context: ProjectContext, proposal: Proposal) -> MatchAnswer:
    """One proposal."""
    return draw_matches(context, [proposal])[0]


def _draw(
    context: ProjectContext, one: Proposal, left: PersonRow, right: PersonRow, rules: MatchRules
) -> MatchAnswer:
    fields = {each.name: each for each in rules.fields}
    return MatchAnswer(
        proposal_id=one.proposal_id,
        state=one.state,
        probability=one.probability,
        weight=one.weight,
        prior=one.prior,
        fields=[
            _field(context, fields[each.field], each.level, each.weight, (left, right))
            for each in one.contributions
        ],
        left=_person(context, left),
        right=_person(context, right),
        merged=one.left_now == one.right_now,
        run_id=one.run_id,
        proposed_at=one.proposed_at,
        decided_at=one.decided_at,
        decided_by=one.decided_by,
    )


def _person(context: ProjectContext, row: PersonRow) -> MatchPersonShape:
    return MatchPersonShape(
        person_id=row.person_id,
        identities=show_identities(context, row.identities),
        first_seen_at=row.first_seen_at,
        last_seen_at=row.last_seen_at,
    )


def _field(
    context: ProjectContext,
    field: MatchField,
    level: str,
    weight: float,
    people: tuple[PersonRow, PersonRow],
) -> MatchFieldAnswer:
    hidden = field.kind not in IMPERSONAL and not context.sees_personal_data
    left, right = (_value(field, row) for row in people)
    return MatchFieldAnswer(
        field=field.name,
        level=level,
        weight=weight,
        left=mask(left) if hidden and left else left,
        right=mask(right) if hidden and right else right,
        masked=hidden,
    )


def _value(field: MatchField, row: PersonRow) -> str | None:
    """The value as it is compared: the first attribute that has one, else the newest identity."""
    for name in field.attributes:
        if row.attributes.get(name):
            return row.attributes[name]
    held = [each for each in row.identities if each.kind in field.identities]
    newest = max(held, key=lambda each: each.first_seen_at, default=None)
    return newest.value if newest else None
