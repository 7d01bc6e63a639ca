"""The decoded pictures around the one that is looked at: more of those before it, because going on is quick anyway."""

from __future__ import annotations

from typing import Final

from av.video.frame import VideoFrame

from vig_tool.media.facts import FilmFacts

_MOST: Final = 300  # small films: more is of no use
_LEAST: Final = 4
_BEFORE: Final = 3  # so many before the playhead for one after it


class Ring:
    """At most `most` pictures, by number, as they come from the decoder (a fraction of what they take once shown)."""

    def __init__(self, facts: FilmFacts, room: int) -> None:
        """`room`: bytes that may be used; a few pictures are kept however large they are."""
        self.most = max(_LEAST, min(_MOST, room // _size(facts)))
        self.centre = 0
        """The picture that is looked at."""
        self._pictures: dict[int, VideoFrame] = {}

    @property
    def before(self) -> int:
        """How many pictures before the centre certainly have room."""
        return self.most * _BEFORE // (_BEFORE + 1) - 1

    @property
    def after(self) -> int:
        return max(1, self.most // (_BEFORE + 1) - 1)

    def __contains__(self, number: int) -> bool:
        return number in self._pictures

    def __len__(self) -> int:
        return len(self._pictures)

    def __getitem__(self, number: int) -> VideoFrame:
        return self._pictures[number]

    def put(self, number: int, picture: VideoFrame) -> None:
        """The one farthest away goes where there is no room."""
        self._pictures[number] = picture
        while len(self._pictures) > self.most:
            del self._pictures[max(self._pictures, key=self._distance)]

    def clear(self) -> None:
        self._pictures.clear()

    def _distance(self, number: int) -> float:
        away = number - self.centre
        return away if away >= 0 else -away / _BEFORE


def _size(facts: FilmFacts) -> int:
    colour = 3.0 if "444" in facts.pixel_format else 2.0 if "422" in facts.pixel_format else 1.5
    return max(1, round(facts.coded_width * facts.coded_height * colour * (2 if facts.bits > 8 else 1)))
