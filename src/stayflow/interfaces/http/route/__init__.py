"""The routes of the API, one file per chapter; `ALL` is the whole table."""

from stayflow.interfaces.http.route import (
    analysis,
    campaigns,
    catalogue,
    channels,
    checks,
    imports,
    matches,
    members,
    people,
    projects,
    segments,
    session,
    settings,
)
from stayflow.interfaces.http.route.table import PREFIX, Route, mount

ALL: tuple[Route, ...] = (
    *session.ROUTES,
    *projects.ROUTES,
    *analysis.ROUTES,
    *people.ROUTES,
    *matches.ROUTES,
    *segments.ROUTES,
    *catalogue.ROUTES,
    *campaigns.ROUTES,
    *channels.ROUTES,
    *members.ROUTES,
    *imports.ROUTES,
    *settings.ROUTES,
    *checks.ROUTES,
)

__all__ = ["ALL", "PREFIX", "Route", "mount"]
