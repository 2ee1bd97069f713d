"""The ground floor: words every room uses and that know nothing of Stayflow's meaning.

`errors` (one tree), `clock` (the only reader of time), `ids`, `bucketing` (stable hash to [0, 1)),
`settings` (a table), `registry` (plugs), `paging` (cursors).
"""
