"""The worker: threads that carry on what requests began.

`intake` takes the log in, `react` lets rooms answer to recorded batches, `send` launches campaigns
and empties the outbox, `deliver` sends to destinations, `jobs` does durable jobs, `schedule` looks
at the clock.
"""

from stayflow.interfaces.worker.handlers import REFRESH, handlers_of
from stayflow.interfaces.worker.jobs import JobRunner, Progress
from stayflow.interfaces.worker.worker import Worker

__all__ = ["REFRESH", "JobRunner", "Progress", "Worker", "handlers_of"]
