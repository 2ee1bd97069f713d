"""The engines, not the meanings: warehouse (ClickHouse), relational (PostgreSQL), log, files.

The only floor that knows a database driver; driver errors are translated here, at the wall.
"""
