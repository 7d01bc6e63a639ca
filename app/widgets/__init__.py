"""Widgets that know plain data, not the library."""
