"""What is computed of everybody (tags, scores, RFM, stages, segments) in DuckDB and in pandas.

`files` has the same events and people there: in the order of person and time, merged before, days computed, so that
neither has to sort, to follow merges or to know zones. That is their best case; what an export would have to do first
is not in their times, nor do they write anything down. A subject has a module with its statement for DuckDB and its
function for pandas; both give numbers that are held against ours.
"""

from benchmarks.people.files import Duck, PeopleFiles, Ways, beside_peers, open_files

__all__ = ["Duck", "PeopleFiles", "Ways", "beside_peers", "open_files"]
