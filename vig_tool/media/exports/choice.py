"""What an export is for, in the user's words, and what that means for the file: size, quality, sound."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Choice(StrEnum):
    """What a film is saved for. The values are those of the command line."""

    PHONE = "phone"
    BEST = "best"
    SMALL = "small"

    @property
    def words(self) -> str:
        return _WORDS[self]

    @property
    def explanation(self) -> str:
        """One line on what it is good for."""
        return _EXPLANATIONS[self]


_WORDS: Final = {
    Choice.PHONE: "For the family’s phone or TV",
    Choice.BEST: "Best quality",
    Choice.SMALL: "Small, for a USB stick",
}
_EXPLANATIONS: Final = {
    Choice.PHONE: "Plays on nearly every phone, television and computer.",
    Choice.BEST: "Full size, the biggest file. Older devices may not play it.",
    Choice.SMALL: "A smaller picture and the smallest file. Good enough to look at together.",
}


@dataclass(frozen=True, slots=True)
class Form:
    """How a film is written.

    width, height   of the picture in the file, before an odd size is filled up to an even one
    crf, preset     of the encoder of pictures; `sound_bits` a second
    fits            whether the film's own size is kept
    """

    width: int
    height: int
    crf: int
    preset: str
    sound_bits: int
    fits: bool

    @property
    def quality(self) -> dict[str, str]:
        return {"preset": self.preset, "crf": str(self.crf), "profile": "high", "a53cc": "0"}  # captions of a broadcast are no picture


@dataclass(frozen=True, slots=True)
class _Limits:
    long_side: int
    short_side: int
    crf: int
    preset: str
    sound_bits: int


_LIMITS: Final = {
    Choice.PHONE: _Limits(1920, 1080, 20, "veryfast", 160_000),
    Choice.BEST: _Limits(16384, 16384, 16, "veryfast", 256_000),
    Choice.SMALL: _Limits(1280, 720, 26, "fast", 96_000),
}


def form_for(choice: Choice, width: int, height: int) -> Form:
    """How pictures of this size (upright, square pixels) are written: never enlarged, shrunk to fit, standing or lying."""
    limits = _LIMITS[choice]
    across, down = (limits.long_side, limits.short_side) if width >= height else (limits.short_side, limits.long_side)
    scale = min(1.0, across / width, down / height)
    if scale < 1:
        width, height = (max(2, 2 * round(side * scale / 2)) for side in (width, height))
    return Form(width, height, limits.crf, limits.preset, limits.sound_bits, fits=scale == 1)
