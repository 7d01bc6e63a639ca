"""Time as a type: instants in whole microseconds from a film's first picture, half-open spans, and the index of a film's pictures."""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

import numpy as np
from numpy.typing import NDArray

from vig_tool.errors import BadInput, Damaged

SECOND = 1_000_000
"""Microseconds in a second."""

_CLOCK = re.compile(r"^(?:(\d+):)?(\d{1,2}):(\d{1,2}(?:[.,]\d+)?)$")
_LONGEST_US = 100 * 3600 * SECOND


@dataclass(frozen=True, slots=True, order=True)
class Instant:
    """A point in a film: whole microseconds (`us`) from its first picture. Never negative."""

    us: int

    def __post_init__(self) -> None:
        if self.us < 0:
            raise BadInput("A time before the beginning of the film is not possible.")

    @classmethod
    def of_seconds(cls, seconds: float | Decimal) -> Instant:
        """Rounded to the nearest microsecond, halves up."""
        return cls(int((Decimal(str(seconds)) * SECOND).to_integral_value(ROUND_HALF_UP)))

    @classmethod
    def parse(cls, text: str) -> Instant:
        """Reads "12.48" (seconds) or "HH:MM:SS.mmm" / "MM:SS.mmm"; a comma may stand for the point. Raises BadInput."""
        plain = text.strip().replace(",", ".")
        clock = _CLOCK.match(plain)
        try:
            if clock:
                hours, minutes, seconds = int(clock[1] or 0), int(clock[2]), Decimal(clock[3])
                if minutes < 60 and seconds < 60:
                    return cls._within(hours * 3600 + minutes * 60 + seconds)
            elif re.fullmatch(r"\d+(\.\d*)?|\.\d+", plain):
                return cls._within(Decimal(plain))
        except InvalidOperation:
            pass
        raise BadInput(f"“{text}” is not a time.", advice="Write seconds (12.48) or hours, minutes and seconds (00:12:48.400).")

    @classmethod
    def _within(cls, seconds: Decimal) -> Instant:
        instant = cls.of_seconds(seconds)
        if instant.us > _LONGEST_US:
            raise BadInput("That time is longer than any film.")
        return instant

    @property
    def seconds(self) -> float:
        """For printing: a printed value read back with `of_seconds` gives the same instant."""
        return self.us / SECOND

    def shifted(self, us: int) -> Instant:
        """Earlier (negative) or later; never before the first picture."""
        return Instant(max(0, self.us + us))

    @property
    def text(self) -> str:
        """As people read it: `12:48.40`, with hours only where there are any. Hundredths, cut, not rounded."""
        hundredths = self.us // 10_000
        minutes, rest = divmod(hundredths, 6000)
        hours, minutes = divmod(minutes, 60)
        tail = f"{minutes:02d}:{rest // 100:02d}.{rest % 100:02d}"
        return f"{hours}:{tail}" if hours else tail


ZERO = Instant(0)


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open stretch of a film.

        start            end
          |================|------      a picture at `start` is inside, one at `end` is not

    Raises BadInput where the end does not come after the start.
    """

    start: Instant
    end: Instant

    def __post_init__(self) -> None:
        if self.end <= self.start:
            raise BadInput(f"The end ({self.end.text}) must come after the start ({self.start.text}).")

    @classmethod
    def of_us(cls, start_us: int, end_us: int) -> Span:
        return cls(Instant(start_us), Instant(end_us))

    @property
    def length_us(self) -> int:
        return self.end.us - self.start.us

    def __contains__(self, instant: Instant) -> bool:
        return self.start <= instant < self.end

    def overlaps(self, other: Span) -> bool:
        """True where both share at least one instant; spans that only touch do not overlap."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True, eq=False)
class FrameIndex:
    """Every picture of a film, in the order of showing.

    times   (n,) int64   microseconds from the first picture; the first is 0, strictly rising
    stamps  (n,) int64   the stream's own presentation stamps, in its time base (what decoding is checked against)
    keys    (n,) bool    pictures where decoding can start
    end_us               where the last picture stops being shown: the film's end

    A frame number is a place in this index, never an address kept in the library.
    """

    times: NDArray[np.int64]
    stamps: NDArray[np.int64]
    keys: NDArray[np.bool_]
    end_us: int

    def __post_init__(self) -> None:
        n = len(self.times)
        if n == 0 or len(self.stamps) != n or len(self.keys) != n:
            raise ValueError("an index needs at least one picture and three equal columns")
        if self.times[0] != 0 or (n > 1 and not bool(np.all(np.diff(self.times) > 0))) or self.end_us <= int(self.times[-1]):
            raise ValueError("picture times must begin at 0, rise strictly and end before the film does")

    def __len__(self) -> int:
        return len(self.times)

    @property
    def end(self) -> Instant:
        return Instant(self.end_us)

    @property
    def whole(self) -> Span:
        return Span.of_us(0, self.end_us)

    def time(self, number: int) -> Instant:
        """When picture `number` (0-based) is first shown; `len(index)` gives the film's end. Raises IndexError otherwise."""
        if number == len(self.times):
            return self.end
        if not 0 <= number < len(self.times):
            raise IndexError(number)
        return Instant(int(self.times[number]))

    def shown_at(self, instant: Instant) -> int:
        """The number of the picture on the screen at `instant` (the last one at and after the end)."""
        return max(0, int(np.searchsorted(self.times, instant.us, side="right")) - 1)

    def snap(self, instant: Instant) -> Instant:
        """Up to the next picture's time; past the last picture, the film's end. Never changes which pictures a span holds."""
        number = int(np.searchsorted(self.times, instant.us, side="left"))
        return self.time(number)

    def snap_span(self, span: Span) -> Span:
        """Both ends snapped up. Raises BadInput where no picture is inside."""
        start, end = self.snap(span.start), self.snap(span.end)
        if start >= end:
            raise BadInput("There is no picture between these two times.", advice=f"The film is {self.end.text} long.")
        return Span(start, end)

    def carried(self, span: Span, by_us: int) -> Span:
        """So much later (or earlier, negative): from the picture nearest to there, holding as many pictures as before, and never beyond
        the film. Raises BadInput where no picture is inside `span`."""
        count = len(self.numbers(self.snap_span(span)))
        wanted = min(max(0, span.start.us + by_us), self.end_us)
        number = self.shown_at(Instant(wanted))
        if number + 1 < len(self.times) and int(self.times[number + 1]) - wanted < wanted - int(self.times[number]):
            number += 1
        first = min(number, len(self.times) - count)
        return Span(self.time(first), self.time(first + count))

    def numbers(self, span: Span) -> range:
        """The pictures whose time t satisfies start <= t < end."""
        first = int(np.searchsorted(self.times, span.start.us, side="left"))
        last = int(np.searchsorted(self.times, span.end.us, side="left"))
        return range(first, last)

    def key_before(self, number: int) -> int:
        """The nearest picture at or before `number` where decoding can start (0 where none is marked)."""
        marked = np.flatnonzero(self.keys[: number + 1])
        return int(marked[-1]) if len(marked) else 0

    @property
    def usual_step_us(self) -> int:
        """The median time between two pictures (for a film of one picture: how long it is shown)."""
        return int(np.median(np.diff(self.times))) if len(self.times) > 1 else self.end_us

    @property
    def is_variable(self) -> bool:
        """Whether more than one step in two hundred differs from the usual one by more than 2 ms and a tenth."""
        if len(self.times) < 3:
            return False
        steps = np.diff(self.times)
        usual = self.usual_step_us
        return bool(np.mean(np.abs(steps - usual) > max(2000, usual // 10)) > 0.005)

    def gaps(self) -> list[Span]:
        """Stretches over half a second (and five usual steps) with one standing picture."""
        steps = np.diff(self.times)
        wide = np.flatnonzero(steps > max(SECOND // 2, 5 * self.usual_step_us))
        return [Span.of_us(int(self.times[n]), int(self.times[n + 1])) for n in wide]

    def to_bytes(self) -> bytes:
        """Compact form for the database (differences, compressed), about two bytes a picture."""
        body = np.concatenate([np.diff(self.times, prepend=0), np.diff(self.stamps, prepend=0)]).astype("<i8").tobytes()
        head = np.array([1, len(self.times), self.end_us], dtype="<i8").tobytes()
        return zlib.compress(head + body + np.packbits(self.keys).tobytes(), 6)

    @classmethod
    def from_bytes(cls, data: bytes) -> FrameIndex:
        """The inverse of `to_bytes`. Raises Damaged."""
        try:
            raw = zlib.decompress(data)
            version, count, end_us = (int(x) for x in np.frombuffer(raw, "<i8", 3))
            if version != 1:
                raise ValueError("unknown version")
            columns = np.frombuffer(raw, "<i8", 2 * count, offset=24)
            keys = np.unpackbits(np.frombuffer(raw, np.uint8, offset=24 + 16 * count), count=count).astype(np.bool_)
            return cls(np.cumsum(columns[:count]), np.cumsum(columns[count:]), keys, end_us)
        except (zlib.error, ValueError, IndexError) as trouble:
            raise Damaged("The list of this film's pictures cannot be read.", advice="The film itself is safe.") from trouble
