"""What the clock does with numbers: alerts judged, reports written, notices told."""

from datetime import timedelta

from stayflow.access.project import Project
from stayflow.app import App
from stayflow.interfaces.telling import tell_due
from stayflow.measure.alert import check_alerts
from stayflow.measure.dashboard import at_the_minute
from stayflow.measure.notice import forget_notices
from stayflow.measure.report import Letterhead, send_due_reports

NOTICES_KEPT = timedelta(days=365)


def watch_project(app: App, project: Project) -> None:
    """One look at a project's alerts, reports and notices."""
    link = f"{app.settings.public_url}/p/{project.id}"
    scope, facts = at_the_minute(app.scope(project.id)), app.kept_facts(project.id)
    head = Letterhead(link, project.currency)
    check_alerts(
        app.relational,
        project.id,
        scope=scope,
        warehouse=facts,
        link=f"{link}/alerts",
        currency=project.currency,
    )
    send_due_reports(app.relational, project.id, scope=scope, warehouse=facts, head=head)
    tell_due(app, project.id)


def forget_old_notices(app: App, project: Project) -> None:
    """Drop notices of more than a year."""
    with app.relational.project(project.id) as tx:
        forget_notices(tx, before=app.clock.now() - NOTICES_KEPT)
