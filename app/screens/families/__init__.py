"""Families: the start page, and each family's cycles side by side."""
