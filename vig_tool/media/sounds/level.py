"""Makes sound evenly loud: quiet stretches nearer, loud ones further, the whole to one loudness, and nothing above full scale.

Loudness as in ITU-R BS.1770 (weighted as ears hear, silence left out), summed over tenths of a second. The sound is read twice: once to
measure, once to change; between the two only a few numbers a second are kept. The same sound always gives the same result.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from vig_tool.media.sounds.span_sound import RATE, Block, even_blocks

TARGET: Final = -16.0
"""How loud it becomes, in LUFS."""

_CEILING: Final = 10 ** (-1.5 / 20)
_TENTH: Final = RATE // 10
_MS: Final = RATE // 1000
_SILENT: Final = -70.0
_BELOW: Final = -10.0  # what is this much below the mean does not count as talk
_MOST: Final = 24.0  # decibels a film is raised at most: more only raises noise
_LEAST: Final = -20.0
_RIDE: Final = 6.0  # decibels a stretch is moved at most against the whole
_NEAR: Final = 20  # tenths of a second before and after, that a stretch is judged by
_AHEAD: Final = 5  # ms that a peak is seen before it comes

Curve = NDArray[np.float64]


def levelled(blocks: Callable[[], Iterator[Block]]) -> Iterator[Block]:
    """The sound made evenly loud, in blocks of 1024 samples (n, 2). `blocks` gives it anew each time, at 48 kHz."""
    power, peaks = _measured(blocks())
    gain = _safe(_even(power, len(peaks)), peaks)
    return even_blocks(_changed(blocks(), gain))


def loudness_of(blocks: Iterator[Block]) -> float:
    """Integrated loudness in LUFS; -70 for silence."""
    power, _ = _measured(blocks)
    return _integrated(power)


def _measured(blocks: Iterator[Block]) -> tuple[Curve, Curve]:
    """Weighted power per tenth of a second, and the highest peak per millisecond."""
    rest = np.zeros((0, 2), np.float32)
    power: list[float] = []
    peaks: list[Curve] = []
    for block in blocks:
        rest = np.concatenate([rest, block])
        while len(rest) >= _TENTH:
            _add(rest[:_TENTH], power, peaks)
            rest = rest[_TENTH:]
    if len(rest):
        _add(np.concatenate([rest, np.zeros((_TENTH - len(rest), 2), np.float32)]), power, peaks)
    return np.array(power), np.concatenate(peaks) if peaks else np.zeros(0)


def _add(tenth: Block, power: list[float], peaks: list[Curve]) -> None:
    spectrum = np.fft.rfft(tenth.astype(np.float64), axis=0)
    power.append(float(np.sum(np.abs(spectrum) ** 2 * _weights()[:, None])) * 2 / _TENTH**2)
    peaks.append(np.abs(tenth).max(axis=1).reshape(-1, _MS).max(axis=1).astype(np.float64))


@cache
def _weights() -> Curve:
    """What the two filters of BS.1770 make of each frequency's power: highs a little up (the head), lows down."""
    z = np.exp(-2j * np.pi * np.fft.rfftfreq(_TENTH))
    shelf = _filter(z, (1.53512485958697, -2.69169618940638, 1.19839281085285), (1.0, -1.69065929318241, 0.73248077421585))
    lows = _filter(z, (1.0, -2.0, 1.0), (1.0, -1.99004745483398, 0.99007225036621))
    weights: Curve = np.abs(shelf * lows) ** 2
    return weights


def _filter(z: NDArray[np.complex128], up: tuple[float, float, float], down: tuple[float, float, float]) -> NDArray[np.complex128]:
    made: NDArray[np.complex128] = (up[0] + up[1] * z + up[2] * z**2) / (down[0] + down[1] * z + down[2] * z**2)
    return made


def _level(power: Curve) -> Curve:
    level: Curve = -0.691 + 10 * np.log10(np.maximum(power, 1e-12))
    return level


def _integrated(power: Curve) -> float:
    """Over stretches of 400 ms, silence and what is far below the mean left out."""
    if not len(power):
        return _SILENT
    width = min(4, len(power))
    blocks = np.convolve(power, np.ones(width) / width, mode="valid")
    heard = blocks[_level(blocks) > _SILENT]
    if not len(heard):
        return _SILENT
    heard = heard[_level(heard) > _level(np.mean(heard, keepdims=True)) + _BELOW]
    return float(_level(np.mean(heard, keepdims=True))[0])


def _even(power: Curve, length: int) -> Curve:
    """Gain per millisecond: one for the whole, and a slow small one for each stretch that is talk rather than silence."""
    whole = _integrated(power)
    if whole <= _SILENT or not length:
        return np.ones(length)
    heard = (_level(power) > max(_SILENT, whole - 20)).astype(np.float64)
    window = np.hanning(2 * _NEAR + 3)[1:-1]
    amount = np.convolve(heard, window, mode="full")[_NEAR : _NEAR + len(power)]
    near = np.convolve(power * heard, window, mode="full")[_NEAR : _NEAR + len(power)] / np.maximum(amount, 1e-9)
    ride = np.where(amount > 0.5, np.clip(whole - _level(near), -_RIDE, _RIDE), 0.0)
    soft = np.hanning(13)[1:-1]
    ride = np.convolve(np.pad(ride, 5, mode="edge"), soft / soft.sum(), mode="valid")
    after = _integrated(power * 10 ** (ride / 10))
    decibels = np.clip(TARGET - after, _LEAST, _MOST) + ride
    place = np.arange(length) / 100
    gain: Curve = 10 ** (np.interp(place, np.arange(len(ride)) + 0.5, decibels) / 20)
    return gain


def _safe(gain: Curve, peaks: Curve) -> Curve:
    """The gain held back around peaks, from a little before until a little after, so that none goes above the ceiling."""
    if not len(gain):
        return gain
    held = np.minimum(1.0, _CEILING / np.maximum(gain * peaks, 1e-9))
    around = np.pad(held, 2 * _AHEAD, mode="edge")
    lowest = np.lib.stride_tricks.sliding_window_view(around, 2 * _AHEAD + 1).min(axis=1)
    smooth = np.convolve(lowest, np.ones(2 * _AHEAD + 1) / (2 * _AHEAD + 1), mode="valid")
    made: Curve = gain * smooth
    return made


def _changed(blocks: Iterator[Block], gain: Curve) -> Iterator[Block]:
    place, at = np.arange(len(gain)) * _MS + _MS / 2, 0
    for block in blocks:
        strength = np.interp(np.arange(at, at + len(block)), place, gain) if len(gain) else np.ones(len(block))
        yield np.clip(block * strength[:, None], -_CEILING, _CEILING).astype(np.float32)
        at += len(block)
