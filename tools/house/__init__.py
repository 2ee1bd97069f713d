"""What `./run` and `./test` do before they start: environment, console, browser.

Only the standard library is imported here, for nothing else is installed yet.
"""
