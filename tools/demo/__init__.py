"""The demo's data, made from public sets."""
