"""Sample films as the screens get them: read through a Python file object, with index and exact stepper, without a library."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import BinaryIO
from uuid import UUID, uuid4

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage

from tests.films import Film
from vig_tool.media.facts import FilmFacts
from vig_tool.media.index.indexing import complete, make_index
from vig_tool.media.intake.probe import probe
from vig_tool.media.pictures.frames import FrameReader
from vig_tool.media.sample import read_barcode
from vig_tool.media.source import Source
from vig_tool.timing import FrameIndex


class CountedSource:
    """A film held in memory, read as a sealed one is: only through Python objects. Counts its open readers."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self.readers: list[BytesIO] = []

    @property
    def size(self) -> int:
        return len(self._data)

    @property
    def open_readers(self) -> int:
        return sum(not reader.closed for reader in self.readers)

    def open(self) -> BinaryIO:
        reader = BytesIO(self._data)
        self.readers.append(reader)
        return reader


@dataclass(frozen=True)
class Playable:
    """What `vig_tool.work.playing.open_film` gives, made straight from a source."""

    recording_id: UUID
    source: Source
    facts: FilmFacts
    index: FrameIndex

    @property
    def width(self) -> int:
        return self.facts.width

    @property
    def height(self) -> int:
        return self.facts.height

    @property
    def turn(self) -> int:
        return self.facts.turn

    @property
    def mirrored(self) -> bool:
        return self.facts.mirrored

    @property
    def container(self) -> str:
        return self.facts.container

    @property
    def has_sound(self) -> bool:
        return self.facts.sound is not None

    @property
    def first_stamp_us(self) -> int:
        return int(self.facts.first_stamp * self.facts.tick * 1_000_000)

    @property
    def interlaced(self) -> bool:
        return self.facts.interlaced

    @property
    def memory(self) -> int:
        return 100 << 20

    @property
    def covers(self) -> bool:
        return False

    def cover(self, pixels: NDArray[np.uint8], number: int) -> None:
        """Nothing of it has to be hidden."""

    def stepper(self) -> FrameReader:
        return FrameReader(self.source, self.facts, self.index, room=self.memory // 3, quick=True)


def playable(source: Source) -> Playable:
    facts = probe(source)
    index = make_index(source, facts)
    return Playable(uuid4(), source, complete(facts, index), index)


def playable_film(film: Film) -> Playable:
    return playable(CountedSource(film.path.read_bytes()))


def pixels(image: QImage) -> NDArray[np.uint8]:
    """(height, width, 3) uint8 RGB, a copy."""
    plain = image.convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(plain.constBits(), np.uint8).reshape(plain.height(), plain.bytesPerLine())
    return rows[:, : 3 * plain.width()].reshape(plain.height(), plain.width(), 3).copy()


def number_in(image: QImage) -> int:
    """The picture's number as its barcode says."""
    return read_barcode(pixels(image))
