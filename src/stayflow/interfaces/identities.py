"""Work on everybody's identities that goes on behind: new rules, and pairs in bulk."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from stayflow.app import App
from stayflow.intake.identify import (
    IdentityFileInvalid,
    IdentityKind,
    IdentityRules,
    apply_rules,
    check_rules,
    import_statements,
    read_statements,
)
from stayflow.intake.people import change_people
from stayflow.intake.squash import Report, squash_merges
from stayflow.kernel.ids import ProjectId
from stayflow.stores.jobs import Job, JobState, NewJob

RULES: Final = "identity_rules"
IMPORT: Final = "identity_import"
SQUASH: Final = "identity_squash"
_OPEN: Final = (JobState.WAITING, JobState.RUNNING)
Say = Callable[[str], None]


def begin_rules(app: App, project: ProjectId, rules: IdentityRules) -> Job:
    """Let a job put rules in force and weigh everybody by them.

    Raises:
        IdentityRulesInvalid: They make no sense.
    """
    with app.relational.project(project) as tx:
        check_rules(tx, rules)
    return app.jobs.enqueue(project, NewJob(RULES, _as_json(rules)))


def job_under_way(app: App, project: ProjectId, kind: str = RULES) -> Job | None:
    """The job of a kind that is at work or waits, if any."""
    found = [job for job in app.jobs.of_project(project, kind=kind) if job.state in _OPEN]
    return found[0] if found else None


def carry_out_rules(app: App, job: Job, say: Say) -> None:
    """Put a job's rules in force; doing it twice changes nothing."""
    rules = _from_json(job.payload)
    change_people(app.pipeline(job.project), lambda tx, batch: apply_rules(tx, batch, rules, say))


def begin_import(app: App, project: ProjectId, file: Path) -> Job:
    """Let a job resolve a file of identities that were named together.

    Raises:
        IdentityFileInvalid: There is no such file.
    """
    if not file.is_file():
        raise IdentityFileInvalid(f"there is no file {file}", path="file")
    return app.jobs.enqueue(project, NewJob(IMPORT, {"file": str(file)}))


def carry_out_import(app: App, job: Job, say: Say) -> None:
    """Resolve a job's file; doing it twice changes nothing."""
    say("reading the file")
    began_ms = int(job.created_at.timestamp() * 1000)
    said = read_statements(Path(job.payload["file"]), default_at=began_ms)
    done = change_people(
        app.pipeline(job.project), lambda tx, batch: import_statements(tx, batch, said, say)
    )
    say(
        f"{done.rows:,} rows: {done.identities:,} new identities, {done.pairs:,} pairs;"
        f" {done.refused:,} pairs of the project are refused"
    )


def begin_squash(app: App, project: ProjectId) -> Job:
    """Let a job write the merges so far into the events; one at work already is the same one."""
    return app.jobs.enqueue(project, NewJob(SQUASH, unique_key=SQUASH))


def carry_out_squash(app: App, job: Job, report: Report) -> None:
    """Squash the merges; doing it twice changes nothing."""
    done = squash_merges(app.pipeline(job.project), report)
    steps = app.jobs.get(job.project, job.job_id).total or 0
    if done.number:
        report(steps, steps, f"queries look up {done.overrides:,} merges")
    else:
        report(0, 0, "nobody was ever merged")


def _as_json(rules: IdentityRules) -> dict[str, Any]:
    return {
        "kinds": [
            {
                "kind": each.kind,
                "unique_per_person": each.unique_per_person,
                "priority": each.priority,
                "limit_per_person": each.limit_per_person,
                "sharable": each.sharable,
                "shared_from": each.shared_from,
            }
            for each in rules.kinds
        ],
        "blocked": {kind: sorted(values) for kind, values in rules.blocked.items()},
    }


def _from_json(payload: Mapping[str, Any]) -> IdentityRules:
    kinds: Sequence[Mapping[str, Any]] = payload["kinds"]
    blocked: Mapping[str, Sequence[str]] = payload["blocked"]
    return IdentityRules(
        tuple(IdentityKind(**each) for each in kinds),
        {kind: frozenset(values) for kind, values in blocked.items()},
    )
