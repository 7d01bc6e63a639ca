"""Makes quiet voices louder and one-sided sound two-sided, block by block as a film plays; the film itself is never touched. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Sound = NDArray[np.float32]
"""(samples, 2), -1..1."""

CEILING: Final = float(10 ** (-1 / 20))
"""-1 dBFS: nothing that was made louder is louder than this."""

_PIECE_S: Final = 0.005
_RISE_S, _FALL_S = 0.012, 0.30
_SIDES_S: Final = 1.0
_LET_GO_S: Final = 0.06
_QUIET_DB, _LOUD_DB = -28.0, -10.0
_SILENT_DB, _VOICE_DB = -62.0, -52.0
_FLOOR: Final = 1e-10


@dataclass(frozen=True, slots=True)
class Raise:
    """How far quiet sound is raised: `most_db` at and below -28 dBFS (but nothing under -62: that is the room's hiss), none above -10."""

    most_db: float

    def gain_db(self, level_db: float) -> float:
        quiet = min(max((_LOUD_DB - level_db) / (_LOUD_DB - _QUIET_DB), 0.0), 1.0)
        heard = min(max((level_db - _SILENT_DB) / (_VOICE_DB - _SILENT_DB), 0.0), 1.0)
        return self.most_db * quiet * heard


GENTLE: Final = Raise(8.0)
STRONG: Final = Raise(12.5)


class Louder:
    """Keeps what it must remember from block to block; `forget` after a seek. Blocks may have any length.

    rate     samples a second
    both     both ears hear both channels; where only one carries sound it is heard on both sides as loud as it was
    boost    None: as loud as it is
    """

    def __init__(self, *, rate: int, both: bool, boost: Raise | None) -> None:
        self._rate = rate
        self._both, self._boost = both, boost
        self.forget()

    def forget(self) -> None:
        self._power = 0.0
        self._gain = 1.0
        self._held = 0.0
        self._sides = np.zeros(2)

    def take(self, sound: Sound) -> Sound:
        """The same samples as they shall be heard; as many as came."""
        if not len(sound):
            return sound
        if self._both:
            sound = self._to_both(sound)
        if self._boost is not None:
            sound = self._limited(self._raised(sound, self._boost))
        return sound

    def _to_both(self, sound: Sound) -> Sound:
        """The channels' sum, brought down as far as they have the same to say: one voice heard twice would be twice as loud."""
        power = np.mean(np.square(sound, dtype=np.float64), axis=0)
        if not self._sides.any():
            self._sides = power
        self._sides = self._sides + (power - self._sides) * (1 - np.exp(-len(sound) / self._rate / _SIDES_S))
        weaker, stronger = sorted(self._sides)
        mono = (sound[:, 0] + sound[:, 1]) / np.float32(1 + np.sqrt(weaker / stronger) if stronger > _FLOOR else 2)
        return np.repeat(mono[:, None], 2, axis=1)

    def _raised(self, sound: Sound, boost: Raise) -> Sound:
        """The gain follows the loudness in small pieces: down quickly when it gets loud, up slowly, without steps."""
        gains = np.empty(len(sound), np.float32)
        piece = max(1, round(_PIECE_S * self._rate))
        for first in range(0, len(sound), piece):
            part = sound[first : first + piece]
            power = float(np.mean(np.square(part, dtype=np.float64), axis=0).max())
            follow_s = _RISE_S if power > self._power else _FALL_S
            self._power += (power - self._power) * (1 - np.exp(-len(part) / self._rate / follow_s))
            wanted = 10 ** (boost.gain_db(10 * np.log10(max(self._power, _FLOOR))) / 20)
            gains[first : first + len(part)] = np.linspace(self._gain, wanted, len(part) + 1)[1:]
            self._gain = float(wanted)
        return sound * gains[:, None]

    def _limited(self, sound: Sound) -> Sound:
        """Brought down at once where it would be too loud, let go within some hundredths of a second; nothing is ever cut off flat."""
        fade = float(np.exp(-1 / self._rate / _LET_GO_S))
        over = 1 - CEILING / np.maximum(np.abs(sound).max(axis=1).astype(np.float64), CEILING)
        if not over.any() and self._held < 1e-6:
            self._held = 0.0
            return sound
        out = np.empty_like(sound)
        for first in range(0, len(sound), self._rate // 10):  # in parts: the powers below must stay small numbers
            part = over[first : first + self._rate // 10]
            powers = fade ** np.arange(1, len(part) + 1)
            held = powers * np.maximum.accumulate(np.maximum(part / powers, self._held))
            self._held = float(held[-1])
            out[first : first + len(part)] = sound[first : first + len(part)] * (1 - held)[:, None].astype(np.float32)
        return out
