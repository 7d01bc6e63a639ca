"""Sound made evenly loud: to one loudness, quiet stretches nearer, never above full scale, and silence stays silence."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import pytest

from vig_tool.media.sounds.level import TARGET, levelled, loudness_of
from vig_tool.media.sounds.span_sound import BLOCK, RATE, Block


def blocks_of(wave: np.ndarray[tuple[int, ...], np.dtype[np.float32]]) -> Callable[[], Iterator[Block]]:
    both = np.repeat(wave[:, None], 2, axis=1).astype(np.float32)
    return lambda: (both[n : n + BLOCK] for n in range(0, len(both), BLOCK))


def whole(blocks: Iterator[Block]) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    return np.concatenate(list(blocks))


def tone(seconds: float, level: float, pitch: float = 997) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    return (level * np.sin(2 * np.pi * pitch * np.arange(int(seconds * RATE)) / RATE)).astype(np.float32)


def test_loudness_is_measured_as_the_standard_says() -> None:
    """BS.1770: a sine of 997 Hz at full scale in one channel is -3.01 LUFS; in both, 3 dB more."""
    assert loudness_of(blocks_of(tone(5, 1.0))()) == pytest.approx(0.0, abs=0.1)
    assert loudness_of(blocks_of(tone(5, 0.1))()) == pytest.approx(-20.0, abs=0.1)
    assert loudness_of(blocks_of(np.concatenate([tone(5, 0.1), np.zeros(5 * RATE, np.float32)]))()) == pytest.approx(-20.0, abs=0.3)
    assert loudness_of(blocks_of(np.zeros(RATE, np.float32))()) == -70


@pytest.mark.parametrize("level", [0.01, 0.05, 0.5])
def test_a_whole_film_comes_to_one_loudness(level: float) -> None:
    made = levelled(blocks_of(tone(6, level)))
    assert loudness_of(made) == pytest.approx(TARGET, abs=0.5)


def test_a_quiet_voice_comes_nearer_a_loud_one() -> None:
    wave = np.concatenate([tone(8, 0.3), tone(8, 0.06, 600)])
    before = 20 * np.log10(0.3 / 0.06)
    made = whole(levelled(blocks_of(wave)))[:, 0]
    loud, quiet = made[2 * RATE : 6 * RATE], made[10 * RATE : 14 * RATE]
    after = 20 * np.log10(np.sqrt(np.mean(loud**2)) / np.sqrt(np.mean(quiet**2)))
    assert after < before - 6
    assert after > -1  # not turned round


def test_nothing_goes_above_full_scale_and_length_is_kept() -> None:
    wave = tone(6, 0.02)
    for start in range(RATE, 6 * RATE - 2000, RATE):
        wave[start : start + 480] = tone(0.01, 0.95, 400)
    made = whole(levelled(blocks_of(wave)))
    assert len(made) == len(wave)
    assert np.abs(made).max() <= 10 ** (-1.5 / 20) + 1e-6


def test_silence_stays_silence_and_the_same_gives_the_same() -> None:
    quiet = np.zeros(2 * RATE + 77, np.float32)
    assert not whole(levelled(blocks_of(quiet))).any()
    wave = tone(3, 0.1)
    assert np.array_equal(whole(levelled(blocks_of(wave))), whole(levelled(blocks_of(wave))))


def test_noise_between_words_is_not_drawn_up() -> None:
    luck = np.random.default_rng(1)
    noise = luck.normal(0, 0.0005, 12 * RATE).astype(np.float32)
    wave = noise.copy()
    wave[: 4 * RATE] += tone(4, 0.1)
    made = whole(levelled(blocks_of(wave)))[:, 0]
    gain_of_talk = np.std(made[RATE : 3 * RATE]) / np.std(wave[RATE : 3 * RATE])
    gain_of_noise = np.std(made[9 * RATE : 11 * RATE]) / np.std(wave[9 * RATE : 11 * RATE])
    assert gain_of_noise <= gain_of_talk * 1.1
