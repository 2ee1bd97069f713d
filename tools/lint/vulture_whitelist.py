"""Names that look unused and are not: called by a framework by name, or by a reader of the door."""
