"""Telling the owners of a project that a source has more rejected than it may: by mail, once a day a source."""

from collections.abc import Sequence
from datetime import timedelta

from stayflow.access.project import Project
from stayflow.access.role import Role
from stayflow.access.user import list_members
from stayflow.app import App
from stayflow.intake.notices import QualityNotice
from stayflow.measure.notice import (
    Draft,
    TargetDraft,
    TargetKind,
    add_target,
    is_told,
    list_targets,
    post_notice,
)
from stayflow.stores.relational import Transaction

ABOUT = "quality"
AT_MOST_EVERY = timedelta(days=1)
BY = "stayflow"


def tell_owners(app: App, project: Project, notices: Sequence[QualityNotice]) -> int:
    """Write a mail to every owner for each notice that goes on and was not told yet.

    What carries notices out sends it. A source that comes and goes is told of once a day. Owners become targets of
    notices, as anybody who is told. May be done again: a notice is told once.

    Returns:
        How many notices were written.
    """
    going_on = [each for each in notices if each.ended_at is None]
    if not going_on:
        return 0
    members = list_members(project.id, relational=app.relational)
    owners = sorted({each.email for each in members if each.role is Role.OWNER})
    now, written = app.clock.now(), 0
    for each in going_on:
        with app.relational.project(project.id) as tx:
            since = min(each.began_at, now - AT_MOST_EVERY)
            if is_told(tx, ABOUT, each.source, since=since):
                continue
            targets = [_target_of(app, tx, email) for email in owners]
            if targets:
                post_notice(tx, _draft(app, project, each), targets, now=now)
                written += 1
    return written


def _target_of(app: App, tx: Transaction, email: str) -> str:
    """The target of an address, made where it lacks."""
    for each in list_targets(tx, box=app.box):
        if each.kind is TargetKind.EMAIL and each.address.lower() == email.lower():
            return each.target_id
    draft = TargetDraft(email, TargetKind.EMAIL.value, email)
    return add_target(tx, draft, box=app.box, by=BY, now=app.clock.now()).target_id


def _draft(app: App, project: Project, notice: QualityNotice) -> Draft:
    share = 100 * notice.rejected / notice.received
    return Draft(
        about=ABOUT,
        source_id=notice.source,
        title=f"{project.name}：来源“{notice.source}”被拒绝的事件过多 / too many rejected from “{notice.source}”",
        body=(
            f"最近 24 小时收到 {notice.received:,} 个事件，拒绝了 {notice.rejected:,} 个（{share:.1f}%，"
            f"上限 {notice.rejected_percent_max:g}%）。被拒绝的事件都保留着，修正后可以重放。\n\n"
            f"In the last 24 hours {notice.received:,} events came and {notice.rejected:,} were rejected"
            f" ({share:.1f} %; {notice.rejected_percent_max:g} % is allowed). They are all kept, and can be"
            " taken again after a fix."
        ),
        link=f"{app.settings.public_url}/p/{project.id}/quality",
    )
