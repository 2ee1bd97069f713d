"""The guards: everything that must hold of the source, in one run (`python -m tools.lint`).

`law` is what a house law is; `doors`, `sizes` and `edges` are the three of them, over one shared
parse. `guards` is the list of all guards, ours and the bought ones, each with the way to tell that
it saw something.
"""
