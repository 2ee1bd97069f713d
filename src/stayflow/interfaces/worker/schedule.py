"""What happens by the clock: nightly refreshes, tidying the log, taking up what dead senders left."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

import structlog

from stayflow.access.project import Project, list_projects
from stayflow.act.destination import forget_sent, forget_withdrawals
from stayflow.act.outbox import recover_messages
from stayflow.app import App
from stayflow.intake.clean import forget_recent, read_rules
from stayflow.intake.notices import find_alerts, forget_notices, list_notices, note_alerts
from stayflow.intake.record import forget_duplicates
from stayflow.interfaces.erasing import take_up
from stayflow.interfaces.quality_mail import tell_owners
from stayflow.interfaces.watching import forget_old_notices, watch_project
from stayflow.interfaces.worker.handlers import HOURLY, REFRESH, SEGMENT
from stayflow.interfaces.worker.rounds import Rounds
from stayflow.stores.jobs import NewJob
from stayflow.understand.label import has_scheduled
from stayflow.understand.segment import due_segments, list_segments
from stayflow.understand.tag import TAGS
from stayflow.understand.tag import Schedule as TagSchedule

# After midnight, so that yesterday is whole, and before anybody reads.
REFRESH_HOUR = 2
TRIM_EVERY = timedelta(hours=1)
# How long the list of what was handed over to destinations goes back; what is dead stays.
SENT_KEPT = timedelta(days=30)
NOTICES_KEPT = timedelta(days=365)
# What only the last minutes are compared with, and what is shown to whoever looks on.
KEPT = timedelta(days=2)
_log = structlog.get_logger("stayflow.schedule")


class Schedule:
    """Looks at the clock and does or enqueues what is due; safe to run in several processes."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._trimmed_at: datetime | None = None
        self._rounds = tuple(
            Rounds(name, partial(self._look, work))
            for name, work in (
                ("refresh", self._refresh),
                ("refresh hourly", self._refresh_hourly),
                ("refresh segments", self._refresh_segments),
                ("watch quality", self._watch_quality),
                ("watch numbers", self._watch_numbers),
                ("recover messages", self._recover),
            )
        )
        self._tidying = Rounds("forget", partial(self._look, self._forget_of))

    def step(self) -> bool:
        """Do what is due now."""
        now = self._app.clock.now()
        projects = list_projects(relational=self._app.relational)
        for each in self._rounds:
            each.go(projects)
        if self._trimmed_at is None or now - self._trimmed_at >= TRIM_EVERY:
            self._app.log.trim()
            self._app.jobs.trim()
            self._tidying.go(projects)
            self._trimmed_at = now
        return False

    def _look(self, work: Callable[[Project, datetime], None], project: Project) -> bool:
        """One project's turn; there is nothing to come back for before the clock has moved on."""
        work(project, self._app.clock.now())
        return False

    def _watch_numbers(self, project: Project, _now: datetime) -> None:
        watch_project(self._app, project)

    def _recover(self, project: Project, now: datetime) -> None:
        with self._app.relational.project(project.id) as tx:
            recover_messages(tx, now=now)

    def _forget_of(self, project: Project, now: datetime) -> None:
        forget_old_notices(self._app, project)
        take_up(self._app, project.id)
        facts = self._app.facts(project.id)
        forget_recent(facts, now - KEPT)
        forget_duplicates(facts, now - KEPT)
        with self._app.relational.project(project.id) as tx:
            forget_sent(tx, before=now - SENT_KEPT)
            forget_withdrawals(tx, before=now - SENT_KEPT)
            forget_notices(tx, before=now - NOTICES_KEPT)

    def _watch_quality(self, project: Project, now: datetime) -> None:
        """Keep a notice of every source that has more rejected than it may."""
        with self._app.relational.project(project.id) as tx:
            rules = read_rules(tx, default=self._app.clean_rules)
        alerts = find_alerts(self._app.facts(project.id), rules, now)
        with self._app.relational.project(project.id) as tx:
            found = note_alerts(tx, alerts, rules, now=now)
            notices = list_notices(tx)
        for each in found:
            _log.warning(
                "quality_alert",
                project=project.id,
                source=each.source,
                rejected=each.rejected,
                received=each.received,
            )
        tell_owners(self._app, project, notices)

    def _refresh(self, project: Project, now: datetime) -> None:
        """Once a local day, the first time we look after `REFRESH_HOUR`."""
        local = now.astimezone(ZoneInfo(project.zone))
        if local.hour < REFRESH_HOUR:
            return
        today = local.date().isoformat()
        newest = self._app.jobs.of_project(project.id, kind=REFRESH, limit=1)
        if newest and newest[0].payload.get("day") == today:
            return
        self._app.jobs.enqueue(
            project.id, NewJob(REFRESH, {"day": today}, unique_key=f"day {today}")
        )

    def _refresh_hourly(self, project: Project, now: datetime) -> None:
        """Once an hour, where something is asked for by the hour."""
        with self._app.relational.project(project.id) as tx:
            if not has_scheduled(tx, TAGS, TagSchedule.HOURLY):
                return
        hour = now.isoformat(timespec="hours")
        newest = self._app.jobs.of_project(project.id, kind=HOURLY, limit=1)
        if newest and newest[0].payload.get("hour") == hour:
            return
        self._app.jobs.enqueue(
            project.id, NewJob(HOURLY, {"hour": hour}, unique_key=f"hour {hour}")
        )

    def _refresh_segments(self, project: Project, now: datetime) -> None:
        """Segments with an hour of their own, when it has come."""
        with self._app.relational.project(project.id) as tx:
            due = due_segments(list_segments(tx), now, ZoneInfo(project.zone))
        for segment in due:
            self._app.jobs.enqueue(
                project.id,
                NewJob(SEGMENT, {"segment_id": segment.segment_id}, unique_key=segment.segment_id),
            )
