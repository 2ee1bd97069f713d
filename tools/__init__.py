"""What builds and guards the house; nothing here is installed with it."""
