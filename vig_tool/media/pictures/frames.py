"""Exact pictures of a film by number: decoded, checked against the frame index, upright. What is seen paused is what is tagged."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import TracebackType
from typing import Self

import numpy as np
from av.video.frame import VideoFrame
from numpy.typing import NDArray

from vig_tool.errors import Damaged
from vig_tool.media.facts import FilmFacts
from vig_tool.media.opened import OpenFilm
from vig_tool.media.pictures.keypictures import early_by, packets_from
from vig_tool.media.pictures.ring import Ring
from vig_tool.media.pictures.spare import Spare
from vig_tool.media.pictures.upright import Upright
from vig_tool.media.source import Source
from vig_tool.timing import FrameIndex, Instant

_ROOM = 64 << 20
_READ_ON = 12  # pictures that are rather read through than jumped over
_STEP = 4  # going back no further than this, what lies before is wanted next and is decoded in the same go
_WALK = 45  # going back no further than this is travelling back
_AHEAD = 12
_THREADS = min(8, (os.cpu_count() or 1) + 1)  # one waits while its picture leans on another's; each holds 7 MB of a 1080p film


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """One picture: its number, when it is first shown, and (height, width, 3) uint8 RGB, upright, square pixels, C-contiguous."""

    number: int
    time: Instant
    rgb: NDArray[np.uint8]


class _Gone(Damaged):
    """The film's source is well, but this picture is not there."""


class _GivenUp(Exception):
    """Something else is more urgent; what was decoded so far stays at hand."""


def _never() -> bool:
    return False


class FrameReader:
    """Gives any picture of a film, and keeps those around it so that stepping is quick. Not thread-safe: one per thread.

    A picture counts as found only where its stamp is the index's. Jumps go to the key picture before, and leave out on the way what no
    other picture leans on; where a container seeks badly, further back, at last to the film's start, leaving out nothing.
    Raises Damaged where a picture the index knows cannot be read any more.

    room    bytes for pictures kept as they were decoded
    quick   for the screen, not for keeping (see Upright); what is jumped to comes as soon as can be, even where going on then takes longer
    """

    def __init__(self, source: Source, facts: FilmFacts, index: FrameIndex, *, room: int = _ROOM, quick: bool = False) -> None:
        self._source, self._facts, self._index = source, facts, index
        self._order = np.argsort(index.stamps, kind="stable")
        self._sorted = index.stamps[self._order]
        self._counting = len(np.unique(self._sorted)) != len(index)
        self._ring = Ring(facts, room)
        self._upright = Upright(facts, quick=quick)
        self._last: Picture | None = None
        self._careful = False
        self._film: OpenFilm | None = None
        self._coming: Iterator[tuple[int, VideoFrame]] | None = None
        self._at = -1
        self._can_leave_out = not (self._counting or facts.interlaced) and bool(np.all(np.diff(index.stamps) > 0))
        self._limit: int | None = None  # stamps below may be left out
        self._quick = quick
        self._aim = 0
        self._emptying = self._emptied = False  # the picture asked for is wanted before those that decoding would give with it
        self._whole_from = 0  # from this number on nothing was left out since the last jump
        self._keys = np.flatnonzero(index.keys)
        self._spare = Spare("", None)
        self._gone: set[int] = set()
        self._asked = 0
        self._back = False

    def picture(self, number: int) -> Picture:
        """Picture `number` (0-based). Raises IndexError outside the film, Damaged where it cannot be read."""
        if self._last is not None and self._last.number == number:
            return self._last
        self.fetch(number)
        made = Picture(number, self._index.time(number), self._upright.rgb(self._ring[number]))
        self._last = None if self._quick else made  # quickly made again, and the screen keeps its own
        return made

    def at(self, instant: Instant) -> Picture:
        """The picture on the screen at `instant`."""
        return self.picture(self._index.shown_at(instant))

    def pictures(self, numbers: range) -> Iterator[Picture]:
        """One after another, as quickly as decoding goes when the numbers rise."""
        for number in numbers:
            yield self.picture(number)

    def has(self, number: int) -> bool:
        """Whether `picture` would answer without decoding."""
        return number in self._ring

    def fetch(self, number: int, *, give_up: Callable[[], bool] = _never) -> bool:
        """Has picture `number` at hand, decoding it if need be; False where `give_up` (asked after each picture decoded) said so first.

        Walking back, those before it come with it. Raises IndexError, Damaged.
        """
        if not 0 <= number < len(self._index):
            raise IndexError(number)
        step, self._asked = number - self._asked, number
        if step:
            self._back = -_WALK <= step < 0
        self._ring.centre = number
        self._gone.discard(number)
        first = self._tail(number) if -_STEP <= step < 0 and number not in self._ring else number
        return self._have(range(first, number + 1), give_up)

    def prefetch(self, *, give_up: Callable[[], bool] = _never) -> bool:
        """Decodes what will be asked for next, judging by the last two that were: going back, a good piece of what lies before; else
        some pictures ahead and then those before, so that turning round is quick. False where given up. Raises Damaged."""
        here, count = self._asked, len(self._index)
        ahead = range(here + 1, min(count, here + 1 + min(_AHEAD, self._ring.after)))
        if not self._back:
            first = max(self._key(here), here - self._ring.before)
            if self._at < here:  # it has to be jumped anyway: in one go
                return self._have(range(first, ahead.stop), give_up)
            return self._have(ahead, give_up) and self._have(range(first, here), give_up)
        enough = max(0, here - self._ring.before // 2)
        if all(number in self._ring for number in range(enough, here)):
            return self._have(ahead[:1], give_up)
        return self._have(range(self._tail(enough), here), give_up) and self._have(ahead[:1], give_up)

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

    def _tail(self, number: int) -> int:
        """The first of the pictures before `number` that are decoded in one go with it, as far as there is room."""
        return max(self._key(number), self._asked - self._ring.before, 0)

    def _have(self, numbers: range, give_up: Callable[[], bool]) -> bool:
        """All of them at hand but those that cannot be read."""
        for number in numbers:
            if number in self._ring or number in self._gone:
                continue
            try:
                self._find(number, give_up)
            except _GivenUp:
                return False
            except _Gone:
                self._gone.add(number)
                if number == self._asked:
                    raise
        return True

    def _find(self, number: int, give_up: Callable[[], bool]) -> None:
        if self._reachable(number) and self._read_to(number, give_up):
            return
        for place, start in enumerate(self._starts(number)):
            for leaving_out in (True, False) if self._can_leave_out else (False,):
                self._begin(start, early=early_by(self._facts) if place == 0 else 0)
                self._emptying = self._quick and number == self._asked
                if self._read_to(number, give_up, leaving_out=leaving_out):
                    self._can_leave_out = leaving_out
                    return
        if not self._careful:
            self._careful, self._can_leave_out = True, False
            self.close()
            self._find(number, give_up)
            return
        raise _Gone("One picture of this film cannot be read.", advice="The other pictures are safe; go on to the next one.")

    def _reachable(self, number: int) -> bool:
        """Whether reading on is better than jumping."""
        if self._coming is None or number <= self._at or number < self._whole_from:
            return False
        return self._counting or number - self._at <= _READ_ON or self._key(number) <= self._at

    def _starts(self, number: int) -> Iterator[int]:
        """Where to begin, best first: the key picture before, some earlier ones, the start of the film (-1)."""
        if not self._counting:
            key = number
            for back in (0, 1, 4):
                key = self._key(key)
                for _ in range(back):
                    key = self._key(max(0, key - 1))
                if key <= 0 or not self._index.keys[key]:
                    break
                yield key
        yield -1

    def _key(self, number: int) -> int:
        place = int(np.searchsorted(self._keys, number, side="right"))
        return int(self._keys[place - 1]) if place else 0

    def _begin(self, start: int, *, early: int = 0) -> None:
        self._stop()
        if start >= 0:
            film, stamp = self._opened(), int(self._index.stamps[start])
            if film.seek(stamp - early):
                self._coming = self._after_jump(film, stamp if early else None)
            return
        if self._film is not None:
            self._film.close()
            self._film = None
        self._coming = self._from_start(self._opened())

    def _opened(self) -> OpenFilm:
        if self._film is None:
            self._film = OpenFilm(self._source, track=self._facts.track, careful=self._careful)
            if not self._careful:
                self._film.stream.codec_context.thread_count = _THREADS
            self._spare = Spare(self._facts.video_codec, self._film.stream.codec_context.extradata)
        return self._film

    def _from_start(self, film: OpenFilm) -> Iterator[tuple[int, VideoFrame]]:
        for count, frame in enumerate(self._decoded(film)):
            number = count if self._counting else self._number(frame)
            if number is not None and number < len(self._index):
                yield number, frame

    def _after_jump(self, film: OpenFilm, begin: int | None) -> Iterator[tuple[int, VideoFrame]]:
        """Pictures before the first key one lean on what was not decoded: they are left out. `begin`: the stamp to begin at."""
        sure = False
        for frame in self._decoded(film, begin):
            number = self._number(frame)
            sure = sure or (number is not None and bool(self._index.keys[number]))
            if sure and number is not None:
                yield number, frame

    def _decoded(self, film: OpenFilm, begin: int | None = None) -> Iterator[VideoFrame]:
        packets = film.packets() if begin is None else packets_from(film, begin)
        for packet in packets:
            if self._limit is not None and packet.pts is not None and packet.pts < self._limit and self._spare.is_spare(packet):
                continue
            yield from film.decode(packet)
            if self._emptying and packet.pts == self._aim:
                self._emptied = True
                break
        yield from film.decode(None)

    def _number(self, frame: VideoFrame) -> int | None:
        if frame.pts is None:
            return None
        place = int(np.searchsorted(self._sorted, frame.pts))
        if place == len(self._sorted) or self._sorted[place] != frame.pts:
            return None
        return int(self._order[place])

    def _read_to(self, number: int, give_up: Callable[[], bool], *, leaving_out: bool = True) -> bool:
        """Decodes until `number` came; False where it was passed or the film ended, or damage asks for more care."""
        if self._coming is None:
            return False
        self._limit, self._aim = None, int(self._index.stamps[number])
        if leaving_out and self._can_leave_out:
            self._limit, self._whole_from = int(self._index.stamps[number]), number
        for found, frame in self._coming:
            if self._film is not None and self._film.errors and not self._careful:
                break
            self._at = found
            self._ring.put(found, frame)
            if found == number:
                if self._emptied:
                    self._empty()
                return True
            if found > number:
                break
            if give_up():
                raise _GivenUp
        self._stop()
        return False

    def _empty(self) -> None:
        """What the decoder still held is kept too; to go on, it has to jump again."""
        for found, frame in self._coming or ():
            self._ring.put(found, frame)
        self._stop()

    def _stop(self) -> None:
        if self._coming is not None:
            close = getattr(self._coming, "close", None)
            if close is not None:
                close()
        self._coming, self._limit = None, None
        self._at, self._whole_from = -1, 0
        self._emptying = self._emptied = False
