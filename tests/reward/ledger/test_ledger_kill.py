"""The ledger when its process is killed in the middle of posting: all of a batch, or none of it."""

import random
import subprocess
import sys
import time
from datetime import UTC, datetime

from stayflow.kernel.ids import PersonId
from stayflow.reward.ledger import Kind, Posting, find_violations, get_totals, post_many

NOW = datetime(2026, 6, 15, 12, tzinfo=UTC)
BATCH_POSTINGS = 400
KILLS = 8
POSTER = f"""
import sys, threading
from datetime import UTC, datetime
from pathlib import Path
from stayflow.kernel.settings import load_settings
from stayflow.reward.ledger import Kind, Posting, post_many
from stayflow.stores.relational import open_relational
url, project, start = sys.argv[1:]
relational = open_relational(load_settings({{"postgres_url": url}}, {{}}), Path("."), ())
now = datetime(2026, 6, 15, 12, tzinfo=UTC)
for batch in range(int(start), 10**6):
    postings = [
        Posting(f"{{batch}}:{{n}}", n % 50 + 1, 3, Kind.EARN, "r", now, "rule:r")
        for n in range({BATCH_POSTINGS})
    ]
    with relational.project(project) as tx:
        post_many(tx, postings, now=now)
    print(batch, flush=True)
"""


def test_a_batch_is_posted_whole_or_not_at_all(engines, project):
    url = engines.relational._url
    chance = random.Random(8420)
    acknowledged: set[int] = set()
    next_batch = 0
    for _ in range(KILLS):
        poster = subprocess.Popen(
            [sys.executable, "-c", POSTER, url, project, str(next_batch)],
            stdout=subprocess.PIPE,
            text=True,
        )
        acknowledged.add(int(poster.stdout.readline()))
        time.sleep(chance.random() * 0.2)
        poster.kill()
        acknowledged |= {int(line) for line in poster.communicate()[0].split()}
        next_batch = max(acknowledged) + 1

    with engines.relational.project(project) as tx:
        assert find_violations(tx) == []
        rows = tx.rows(
            "select split_part(key, ':', 1)::int, count(*) from ledger_transactions group by 1"
        )
        posted = dict(rows)
        assert set(posted.values()) == {BATCH_POSTINGS}
        assert acknowledged <= set(posted)
        assert get_totals(tx).outstanding == len(posted) * BATCH_POSTINGS * 3
        again = [
            Posting(f"{batch}:0", PersonId(1), 3, Kind.EARN, "r", NOW, "rule:r")
            for batch in sorted(posted)
        ]
        assert not any(done.is_new for done in post_many(tx, again, now=NOW))
