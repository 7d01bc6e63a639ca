"""Exact pictures by number, and turning them into what is seen."""
