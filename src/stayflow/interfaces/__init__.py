"""How the outside reaches Stayflow: `http`, `cli`, `worker`.

Each parses, calls one door, renders.
"""
