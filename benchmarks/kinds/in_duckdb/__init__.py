"""The questions in DuckDB, over its own tables by person, time and arrival, as quick as we found them.

A window without an order (`OVER ()`) takes the rows as the table has them and neither sorts nor groups: a row beside
the one before it, and a running sum or maximum over the whole column, are all that order needs. It takes one processor
of all, and is still several times as quick as the same window by person. It stands right above the scan of a table: a
join gives rows in any order, once they are many, so that behind one a window names its own. `usual` has what is usually
written.
"""
