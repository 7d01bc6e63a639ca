"""Migrations of the database: every library ever made opens in every later version."""
