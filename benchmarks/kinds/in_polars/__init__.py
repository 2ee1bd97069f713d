"""The questions in Polars, over a file of events by person, time and arrival (`peers.Peers`), as an expert writes them.

The modules are those of the cases; `neighbours` is what they have in common. Where rows lie beside their person's other
rows, a row and the one before it tell most of what others group, sort or look up.
"""
