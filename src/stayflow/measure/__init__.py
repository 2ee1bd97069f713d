"""Flow 4: what happened, in numbers, and who is behind each of them. Reads only."""
