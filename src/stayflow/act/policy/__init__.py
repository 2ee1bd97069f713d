"""Room `policy`: may this person be written to now? One place decides, for every path out.

Owns (PostgreSQL): `policies`, `suppressions`, `touches`.
Reads: `persons`, as a touch counts for whoever the person is now; `identities` and `person_attributes`, for consent.
Emits: nothing; the outbox records each verdict with its reason.
"""

from stayflow.act.policy.decide import SendRequest, decide_sends, release_touch
from stayflow.act.policy.errors import PolicyInvalid
from stayflow.act.policy.facet import ConsentFacet
from stayflow.act.policy.holdings import POLICY_HOLDINGS
from stayflow.act.policy.model import Action, NotSent, Policy, QuietHours, Verdict
from stayflow.act.policy.parse import parse_policy
from stayflow.act.policy.quiet import quiet_until, zone_of
from stayflow.act.policy.store import change_policy, get_policy
from stayflow.act.policy.suppress import (
    Suppression,
    add_suppression,
    list_suppressed,
    suppressed_among,
)

__all__ = [
    "POLICY_HOLDINGS",
    "Action",
    "ConsentFacet",
    "NotSent",
    "Policy",
    "PolicyInvalid",
    "QuietHours",
    "SendRequest",
    "Suppression",
    "Verdict",
    "add_suppression",
    "change_policy",
    "decide_sends",
    "get_policy",
    "list_suppressed",
    "parse_policy",
    "quiet_until",
    "release_touch",
    "suppressed_among",
    "zone_of",
]
