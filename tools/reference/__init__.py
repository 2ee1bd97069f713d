"""The pages of `docs/reference/` that are written by the code they describe.

`python -m tools.reference` writes them; a test in `tests/docs/` fails when one is out of date.
"""
