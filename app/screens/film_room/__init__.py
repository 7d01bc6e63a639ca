"""The film room: watching a film and marking the moments worth showing."""

from app.screens.film_room.room import FilmRoom

__all__ = ["FilmRoom"]
