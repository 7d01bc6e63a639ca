"""A film's sound, placed against its pictures, and what can be done to it."""
