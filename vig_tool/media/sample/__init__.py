"""The sample film: a parent and a child at play, drawn and sounded by the program itself, in every variant that films come in."""

from __future__ import annotations

from vig_tool.media.sample.barcode import draw_barcode, read_barcode
from vig_tool.media.sample.film import make_film
from vig_tool.media.sample.recipe import STORY_SECONDS, Recipe, SampleTruth

__all__ = ["STORY_SECONDS", "Recipe", "SampleTruth", "draw_barcode", "make_film", "read_barcode"]
