"""Exact pictures of a film by number: decoded, checked against the frame index, upright. What is seen paused is what is tagged."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass
from types import TracebackType
from typing import Self

import numpy as np
from av.video.frame import VideoFrame
from numpy.typing import NDArray

from vig_tool.errors import Damaged
from vig_tool.media.facts import FilmFacts
from vig_tool.media.opened import OpenFilm
from vig_tool.media.source import Source
from vig_tool.media.upright import Upright
from vig_tool.timing import FrameIndex, Instant

_RING = 24
_RING_BYTES = 128 << 20
_READ_ON = 12  # pictures that are rather read through than jumped over


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """One picture: its number, when it is first shown, and (height, width, 3) uint8 RGB, upright, square pixels, C-contiguous."""

    number: int
    time: Instant
    rgb: NDArray[np.uint8]


class FrameReader:
    """Gives any picture of a film, and keeps the last ones so that stepping back is quick. Not thread-safe: one per thread.

    A picture counts as found only where its stamp is the index's. Jumps go to the key picture before; where a container seeks badly,
    further back, at last to the film's start. Raises Damaged where a picture the index knows cannot be read any more.
    """

    def __init__(self, source: Source, facts: FilmFacts, index: FrameIndex) -> None:
        self._source, self._facts, self._index = source, facts, index
        self._order = np.argsort(index.stamps, kind="stable")
        self._sorted = index.stamps[self._order]
        self._counting = len(np.unique(self._sorted)) != len(index)
        self._ring: OrderedDict[int, VideoFrame] = OrderedDict()
        size = max(1, facts.coded_width * facts.coded_height * (3 if facts.bits > 8 else 2))
        self._room = max(2, min(_RING, _RING_BYTES // size))
        self._upright = Upright(facts)
        self._last: Picture | None = None
        self._careful = False
        self._film: OpenFilm | None = None
        self._coming: Iterator[tuple[int, VideoFrame]] | None = None
        self._at = -1

    def picture(self, number: int) -> Picture:
        """Picture `number` (0-based). Raises IndexError outside the film, Damaged where it cannot be read."""
        if not 0 <= number < len(self._index):
            raise IndexError(number)
        if self._last is None or self._last.number != number:
            frame = self._ring.get(number) or self._find(number)
            self._last = Picture(number, self._index.time(number), self._upright.rgb(frame))
        return self._last

    def at(self, instant: Instant) -> Picture:
        """The picture on the screen at `instant`."""
        return self.picture(self._index.shown_at(instant))

    def pictures(self, numbers: range) -> Iterator[Picture]:
        """One after another, as quickly as decoding goes when the numbers rise."""
        for number in numbers:
            yield self.picture(number)

    def close(self) -> None:
        """Lets go of the film. The reader opens it again if it is asked once more."""
        self._stop()
        self._ring.clear()
        self._last = None
        if self._film is not None:
            self._film.close()
            self._film = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, trouble: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def _find(self, number: int) -> VideoFrame:
        if self._reachable(number):
            frame = self._read_to(number)
            if frame is not None:
                return frame
        for start in self._starts(number):
            self._begin(start)
            frame = self._read_to(number)
            if frame is not None:
                return frame
        if not self._careful:
            self._careful = True
            self.close()
            return self._find(number)
        raise Damaged("One picture of this film cannot be read.", advice="The other pictures are safe; go on to the next one.")

    def _reachable(self, number: int) -> bool:
        """Whether reading on is better than jumping."""
        if self._coming is None or number <= self._at:
            return False
        return self._counting or number - self._at <= _READ_ON or self._index.key_before(number) <= self._at

    def _starts(self, number: int) -> Iterator[int]:
        """Where to begin, best first: the key picture before, some earlier ones, the start of the film (-1)."""
        if not self._counting:
            key = number
            for back in (0, 1, 4):
                key = self._index.key_before(key)
                for _ in range(back):
                    key = self._index.key_before(max(0, key - 1))
                if key <= 0 or not self._index.keys[key]:
                    break
                yield key
        yield -1

    def _begin(self, start: int) -> None:
        self._stop()
        if start >= 0:
            film = self._opened()
            if film.seek(int(self._index.stamps[start])):
                self._coming = self._after_jump(film)
            return
        if self._film is not None:
            self._film.close()
            self._film = None
        self._coming = self._from_start(self._opened())

    def _opened(self) -> OpenFilm:
        if self._film is None:
            self._film = OpenFilm(self._source, track=self._facts.track, careful=self._careful)
        return self._film

    def _from_start(self, film: OpenFilm) -> Iterator[tuple[int, VideoFrame]]:
        for count, frame in enumerate(film.pictures()):
            number = count if self._counting else self._number(frame)
            if number is not None and number < len(self._index):
                yield number, frame

    def _after_jump(self, film: OpenFilm) -> Iterator[tuple[int, VideoFrame]]:
        """Pictures before the first key one lean on what was not decoded: they are left out."""
        sure = False
        for frame in film.pictures():
            number = self._number(frame)
            sure = sure or (number is not None and bool(self._index.keys[number]))
            if sure and number is not None:
                yield number, frame

    def _number(self, frame: VideoFrame) -> int | None:
        if frame.pts is None:
            return None
        place = int(np.searchsorted(self._sorted, frame.pts))
        if place == len(self._sorted) or self._sorted[place] != frame.pts:
            return None
        return int(self._order[place])

    def _read_to(self, number: int) -> VideoFrame | None:
        """Decodes until `number` came; None where it was passed or the film ended, or damage asks for more care."""
        if self._coming is None:
            return None
        for found, frame in self._coming:
            if self._film is not None and self._film.errors and not self._careful:
                break
            self._at = found
            self._keep(found, frame)
            if found == number:
                return frame
            if found > number:
                break
        self._stop()
        return None

    def _keep(self, number: int, frame: VideoFrame) -> None:
        self._ring[number] = frame
        self._ring.move_to_end(number)
        while len(self._ring) > self._room:
            self._ring.popitem(last=False)

    def _stop(self) -> None:
        if self._coming is not None:
            close = getattr(self._coming, "close", None)
            if close is not None:
                close()
        self._coming = None
        self._at = -1
