"""What a film is: the facts found when it is taken in, kept in the database, given to everything that reads the film."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from fractions import Fraction
from typing import Any

from vig_tool.errors import Damaged
from vig_tool.timing import SECOND

_UNREADABLE = "What is known about this film cannot be read."
_PLAIN = {"int": int, "str": str, "bool": bool}


@dataclass(frozen=True, slots=True)
class Sound:
    """The film's sound. `track` is the stream that is used (the first that can be read), `tracks` how many there are."""

    codec: str
    rate: int
    channels: int
    tracks: int = 1
    track: int = 0


@dataclass(frozen=True, slots=True)
class FilmFacts:
    """One film.

    container        family of the container: mov, matroska, avi, mpegts, mpeg, asf, ogg
    coded_*          the picture as it is stored
    width, height    the picture as a viewer sees it: upright, square pixels, any parity
    turn, mirrored   how to make it upright: clockwise quarter turns in degrees, then mirrored left to right
    track            the stream whose pictures are used; `time_base` seconds per stamp; `first_stamp` that of the first picture shown
    claimed_us       how long the container says it is; 0 where it does not say; `claimed_from` the stamp it says it starts at
    cut_short        the file stops before its own end
    origin           "phone", "camcorder" or "" (not known); `located`: a place is written inside
    frames, duration_us, variable_rate, first_stamp and the last word of `said` are known once the film is indexed (`complete`)
    """

    container: str
    video_codec: str
    coded_width: int
    coded_height: int
    width: int
    height: int
    turn: int = 0
    mirrored: bool = False
    sample_aspect: tuple[int, int] = (1, 1)
    pixel_format: str = "yuv420p"
    bits: int = 8
    interlaced: bool = False
    hdr: bool = False
    sound: Sound | None = None
    track: int = 0
    time_base: tuple[int, int] = (1, 1_000_000)
    first_stamp: int = 0
    claimed_us: int = 0
    claimed_from: int = 0
    cut_short: bool = False
    origin: str = ""
    located: bool = False
    variable_rate: bool = False
    frames: int = 0
    duration_us: int = 0
    said: tuple[str, ...] = ()

    @property
    def tick(self) -> Fraction:
        """Seconds per stamp."""
        return Fraction(*self.time_base)

    @property
    def is_square(self) -> bool:
        """Whether the pixels are stored square."""
        return self.sample_aspect[0] == self.sample_aspect[1]

    @property
    def is_upright(self) -> bool:
        """Whether the picture is stored as it is shown."""
        return self.turn == 0 and not self.mirrored

    @property
    def zero(self) -> Fraction:
        """Where the first picture stands on the container's own clock, in seconds: what sound is aligned to."""
        return self.first_stamp * self.tick

    @property
    def shown_size(self) -> tuple[int, int]:
        """Width and height of the picture before it is turned, with square pixels."""
        return (self.width, self.height) if self.turn % 180 == 0 else (self.height, self.width)

    def time_of(self, stamp: int) -> int:
        """Microseconds from the first picture, rounded once, halves up."""
        top = (stamp - self.first_stamp) * self.time_base[0] * SECOND
        return (2 * top + self.time_base[1]) // (2 * self.time_base[1])

    def to_json(self) -> dict[str, Any]:
        """Plain values, for the database and for the gate's answer."""
        return asdict(self)

    @classmethod
    def from_json(cls, plain: Mapping[str, Any]) -> FilmFacts:
        """The inverse of `to_json`; what it does not know is left out. Raises Damaged."""
        try:
            known = {field.name for field in fields(cls)} - {"sound"}
            sound = plain.get("sound")
            found = cls(
                **{name: _frozen(value) for name, value in plain.items() if name in known},
                sound=None if sound is None else Sound(**sound),
            )
        except (TypeError, AttributeError) as trouble:
            raise Damaged(_UNREADABLE, advice="The film itself is safe.") from trouble
        if not _is_typed(found) or (found.sound is not None and not _is_typed(found.sound)):
            raise Damaged(_UNREADABLE, advice="The film itself is safe.")
        return found

def _frozen(value: object) -> Any:  # noqa: ANN401 - a plain value of any field
    return tuple(value) if isinstance(value, list) else value


def _is_typed(found: FilmFacts | Sound) -> bool:
    """Whether every value is of the type its field says: facts may come from a worker that met a hostile film."""
    for field in fields(found):
        value, kind = getattr(found, field.name), str(field.type)
        if kind == "tuple[int, int]":
            right = isinstance(value, tuple) and len(value) == 2 and all(type(part) is int and part > 0 for part in value)
        elif kind == "tuple[str, ...]":
            right = isinstance(value, tuple) and all(type(part) is str for part in value)
        elif kind in _PLAIN:
            right = type(value) is _PLAIN[kind]
        else:
            right = True
        if not right:
            return False
    return True
