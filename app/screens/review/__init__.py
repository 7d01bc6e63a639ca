"""The review's room: the guider's door to the shared review, and afterwards what was said."""

from app.screens.review.room import ReviewRoom

__all__ = ["ReviewRoom"]
