"""What the palette is given: the scheme's principles with what they mean, and how far a press reaches, in words."""

from __future__ import annotations

from app.screens.film_room.sheet import length_words
from app.widgets.palette import Principle
from vig_tool.work import tagging


def buttons_of(scheme: tagging.Scheme) -> list[Principle]:
    return [
        Principle(one.id, one.name, one.key, one.colour, one.shape, one.definition, one.example, one.group, reach_words(one))
        for one in scheme.principles
    ]


def reach_words(one: tagging.Principle) -> str:
    return f"One press marks from {length_words(one.lead_us)} before to {length_words(one.lag_us)} after."
