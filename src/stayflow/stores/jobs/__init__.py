"""Durable jobs on PostgreSQL: enqueue, take, report progress, cancel, retry; survive a crash.

Owns the table `jobs`. Knows nothing of what a job means: its kind is a name, its payload JSON.
Why not procrastinate: `docs/adr/0007-own-job-table.md`.
"""

from stayflow.stores.jobs.model import Job, JobCancelled, JobNotFound, JobState, NewJob
from stayflow.stores.jobs.queue import Jobs

__all__ = ["Job", "JobCancelled", "JobNotFound", "JobState", "Jobs", "NewJob"]
