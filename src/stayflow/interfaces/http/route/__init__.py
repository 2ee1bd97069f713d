"""The routes of the API, one file per chapter; `ALL` is the whole table."""

from stayflow.interfaces.http.route import (
    analysis,
    campaigns,
    catalogue,
    channel_codes,
    channels,
    checks,
    cleaning,
    debugger,
    destinations,
    forms,
    identities,
    imports,
    matches,
    members,
    people,
    plan,
    projects,
    rejected,
    segments,
    session,
    settings,
    sources,
)
from stayflow.interfaces.http.route.table import PREFIX, Route, mount

ALL: tuple[Route, ...] = (
    *session.ROUTES,
    *projects.ROUTES,
    *analysis.ROUTES,
    *people.ROUTES,
    *identities.ROUTES,
    *matches.ROUTES,
    *segments.ROUTES,
    *catalogue.ROUTES,
    *campaigns.ROUTES,
    *channels.ROUTES,
    *members.ROUTES,
    *imports.ROUTES,
    *settings.ROUTES,
    *sources.ROUTES,
    *cleaning.ROUTES,
    *plan.ROUTES,
    *rejected.ROUTES,
    *debugger.ROUTES,
    *destinations.ROUTES,
    *forms.ROUTES,
    *channel_codes.ROUTES,
    *checks.ROUTES,
)

__all__ = ["ALL", "PREFIX", "Route", "mount"]
