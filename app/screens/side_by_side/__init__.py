"""Two films of a family side by side, moved by one set of keys."""

from app.screens.side_by_side.room import SideBySideRoom as SideBySideRoom
