"""The screen where a scheme is changed: its codes, their marks and keys, and how far a press reaches."""

from app.screens.schemes.room import SchemesRoom

__all__ = ["SchemesRoom"]
