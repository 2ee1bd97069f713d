"""One file per benchmark, each with a `TARGET: BenchTarget`; found by listing this folder."""
