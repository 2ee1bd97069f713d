"""FLOW 1, from outside to a stored, identified event: decode, clean, identify, record, publish."""
