"""The kinds of analysis, one file each: its parameters, its statement, its answer, its words, its people."""
