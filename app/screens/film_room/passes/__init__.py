"""The two passes over a film: tapping while it runs, then looking closely at what was starred."""
