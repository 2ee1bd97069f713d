"""What ONE-ID holds of persons, and how it lets go of them."""

from typing import Final

from stayflow.access.erasure import FactTable, Holdings, StateTable, Way, Why

_IDENTITY: Final = "identity_id = any(%(identities)s)"
_PAIR: Final = "high = any(%(identities)s) or low = any(%(identities)s)"
# What is said of somebody else's identities still holds without theirs: that two others are one, or two.
_SAYS_NOTHING_MORE: Final = """
    claim_id in (select claim_id from identity_claim_sides where identity_id = any(%(identities)s))
    and (select case identity_claims.kind when 'apart' then count(distinct side) else count(*) end
      from identity_claim_sides s
      where s.claim_id = identity_claims.claim_id and not s.identity_id = any(%(identities)s)) < 2
"""
_SPEAKS_OF_THEM: Final = """
    claim_id in (select claim_id from identity_claim_sides where identity_id = any(%(identities)s))
"""

IDENTITY_HOLDINGS: Final = Holdings(
    facts=(
        FactTable("people"),
        FactTable("person_merges", ("from", "to")),
        FactTable("identity_changes", ("person_id", "other")),
    ),
    state=(
        StateTable("identity_claims", _SAYS_NOTHING_MORE),
        StateTable(
            "identity_claims",
            _SPEAKS_OF_THEM,
            way=Way.EMPTIED,
            emptied="note = ''",
            tells="note <> ''",
        ),
        StateTable(
            "identity_claim_sides",
            f"{_IDENTITY} or claim_id not in (select claim_id from identity_claims)",
        ),
        StateTable("identity_unbinds", _IDENTITY),
        StateTable("merge_refusals", _PAIR),
        StateTable("identity_edges", _PAIR),
        StateTable("identity_merges", '"from" = any(%(people)s) or "to" = any(%(people)s)'),
        StateTable("identities", f"person_id = any(%(people)s) or {_IDENTITY}"),
        StateTable("persons", "person_id = any(%(people)s) or merged_into = any(%(people)s)"),
        StateTable(
            "identity_blocked",
            "lower(value) = any(%(values)s)",
            way=Way.KEPT,
            reason=Why.RULES,
        ),
    ),
)
