"""Turn chains in the film room: a key adds steps, a strip under the film shows them."""

from app.screens.film_room.chain.turns import Turns

__all__ = ["Turns"]
