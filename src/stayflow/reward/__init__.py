"""Flow 3b: what people get back for staying: points kept in a ledger, earned by rules."""
