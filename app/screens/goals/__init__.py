"""Goals: made in a cycle, carried to the next, rated there, celebrated."""
