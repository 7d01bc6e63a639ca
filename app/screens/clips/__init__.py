"""The clips room: the clips chosen for the review, in order, each begun and ended to the picture."""

from app.screens.clips.room import ClipsRoom

__all__ = ["ClipsRoom"]
