"""Every kind of question beside the plain ClickHouse query, DuckDB, Polars and what the processor could do.

`case` is the shape of one comparison and measures it, `peers` has the same events in the other engines, `limit` the
compiled loop over arrays; `people`, `order`, `credit`, `money`, `recorded` and `whole` are the comparisons, `in_duckdb`
and `in_polars` what is quickest there and `usual` what is usually written. A peer that is not installed is said and
left out.
"""

from benchmarks.kinds.case import Case, answers_of, measure_case
from benchmarks.kinds.credit import CREDIT
from benchmarks.kinds.money import MONEY
from benchmarks.kinds.order import ORDER
from benchmarks.kinds.peers import Peers, open_peers
from benchmarks.kinds.people import PEOPLE
from benchmarks.kinds.recorded import RECORDED
from benchmarks.kinds.whole import WHOLE

CASES: tuple[Case, ...] = (*PEOPLE, *ORDER, *CREDIT, *MONEY, *RECORDED, *WHOLE)

__all__ = ["CASES", "Case", "Peers", "answers_of", "measure_case", "open_peers"]
