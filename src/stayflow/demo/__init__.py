"""The demo: real, freely licensed data, moved so that its last day is yesterday."""
