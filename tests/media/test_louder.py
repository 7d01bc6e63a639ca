"""What is done to sound on its way to the ear: quiet voices raised, loud ones bounded, hiss left alone, one side heard on both."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from numpy.typing import NDArray

from vig_tool.media.sounds.louder import CEILING, GENTLE, STRONG, Louder, Raise
from vig_tool.media.sounds.tempo import Tempo

RATE = 48_000


def speech(level_db: float, *, seconds: float = 4, seed: int = 1) -> NDArray[np.float32]:
    """Syllables of a third of a second with pauses between them, whose loud parts have this level (RMS, dBFS)."""
    time = np.arange(round(seconds * RATE)) / RATE
    rng = np.random.default_rng(seed)
    voice = sum(np.sin(2 * np.pi * 220 * n * time + rng.uniform(0, 6)) / n for n in range(1, 7)) + 0.05 * rng.normal(size=len(time))
    says = np.clip(np.sin(2 * np.pi * 1.6 * time) * 2, 0, 1)
    loud = says > 0.9
    out = voice * says
    out *= 10 ** (level_db / 20) / np.sqrt(np.mean(out[loud] ** 2))
    return np.repeat(out.astype(np.float32)[:, None], 2, axis=1)


def level_db(sound: NDArray[np.float32]) -> float:
    return float(10 * np.log10(np.mean(np.square(sound, dtype=np.float64)) + 1e-20))


def through(louder: Louder, sound: NDArray[np.float32], *, block: int = 1024) -> NDArray[np.float32]:
    return np.concatenate([louder.take(sound[first : first + block]) for first in range(0, len(sound), block)])


def boosted(sound: NDArray[np.float32], boost: Raise, *, block: int = 1024) -> NDArray[np.float32]:
    return through(Louder(rate=RATE, both=False, boost=boost), sound, block=block)


@pytest.mark.parametrize("quiet_db", [-46, -40, -34])
@pytest.mark.parametrize(("boost", "least", "most"), [(GENTLE, 6.0, 9.0), (STRONG, 10.5, 13.0)])
def test_quiet_speech_is_raised(boost: Raise, least: float, most: float, quiet_db: float) -> None:
    before = speech(quiet_db)
    after = boosted(before, boost)
    assert len(after) == len(before)
    assert least <= level_db(after) - level_db(before) <= most


@pytest.mark.parametrize("boost", [GENTLE, STRONG])
def test_nothing_gets_louder_than_the_ceiling_and_loud_speech_stays_as_it_is(boost: Raise) -> None:
    loud = np.clip(speech(-7), -1, 1)
    after = boosted(loud, boost)
    assert np.abs(after).max() <= CEILING + 1e-6
    assert abs(level_db(after) - level_db(loud)) < 1.5
    sudden = np.concatenate([speech(-44, seconds=2), np.clip(speech(-3, seconds=2), -1, 1)])  # a shout after whispering
    assert np.abs(boosted(sudden, boost)).max() <= CEILING + 1e-6


@pytest.mark.parametrize("boost", [GENTLE, STRONG])
def test_a_quiet_room_is_not_raised_into_hiss(boost: Raise) -> None:
    hiss = (10 ** (-66 / 20) * np.random.default_rng(3).normal(size=(3 * RATE, 2))).astype(np.float32)
    assert abs(level_db(boosted(hiss, boost)) - level_db(hiss)) < 1.0
    silence = np.zeros((RATE, 2), np.float32)
    assert not boosted(silence, boost).any()


def test_the_gain_never_jumps() -> None:
    """Pumping and clicks are jumps of the gain: from one sample to the next it moves by far less than is heard."""
    before = speech(-30) + np.float32(1e-4)
    gain = np.abs(boosted(before, STRONG)[:, 0] / before[:, 0])
    firm = np.abs(before[:, 0]) > 1e-3
    steps = np.abs(np.diff(20 * np.log10(gain[firm])))
    assert np.quantile(steps, 0.999) < 0.05


def test_the_size_of_blocks_is_not_heard() -> None:
    before = speech(-30, seconds=1)
    assert level_db(boosted(before, GENTLE, block=960) - boosted(before, GENTLE, block=4800)) < -60


@pytest.mark.parametrize("side", [0, 1])
def test_one_side_is_heard_on_both_as_loud_as_it_was(side: int) -> None:
    one = speech(-20)
    one[:, 1 - side] = 0
    after = through(Louder(rate=RATE, both=True, boost=None), one)
    assert np.array_equal(after[:, 0], after[:, 1])
    assert level_db(after[:, 0]) == pytest.approx(level_db(one[:, side]), abs=0.2)


def test_two_equal_sides_stay_as_loud_as_they_were() -> None:
    same = speech(-20)
    after = through(Louder(rate=RATE, both=True, boost=None), same)
    assert level_db(after) == pytest.approx(level_db(same), abs=0.2)


def test_as_it_is_changes_nothing() -> None:
    sound = speech(-20, seconds=1)
    assert np.array_equal(through(Louder(rate=RATE, both=False, boost=None), sound), sound)
    assert Louder(rate=RATE, both=True, boost=STRONG).take(np.zeros((0, 2), np.float32)).shape == (0, 2)


@pytest.mark.parametrize("speed", [0.25, 0.5, 1.0, 1.5, 2.0, 4.0])
def test_another_speed_keeps_the_pitch_and_the_place(speed: float) -> None:
    time = np.arange(3 * RATE) / RATE
    tone = np.repeat((0.3 * np.sin(2 * np.pi * 440 * time)).astype(np.float32)[:, None], 2, axis=1)
    tempo, heard, places = Tempo(rate=RATE, speed=speed), [], []
    for first in range(0, len(tone), 1024):
        given_us = 5_000_000 + round((first + 1024) / RATE * 1e6)
        for block, us in tempo.take(tone[first : first + 1024], 5_000_000 + round(first / RATE * 1e6)):
            heard.append(block)
            places.append((us, len(block), given_us))
    whole = np.concatenate(heard)[:, 0]
    middle = whole[len(whole) // 4 : len(whole) * 3 // 4]
    spectrum = np.abs(np.fft.rfft(middle * np.hanning(len(middle))))
    assert np.argmax(spectrum) * RATE / len(middle) == pytest.approx(440, abs=5)
    assert len(whole) / RATE == pytest.approx(3 / speed, rel=0.08, abs=0.1)
    assert places[0][0] == pytest.approx(5_000_000, abs=16_000)
    for (us, count, given), (after, _, _) in pairwise(places):
        assert after - us == pytest.approx(count / RATE * 1e6 * speed, abs=60)
        assert us + count / RATE * 1e6 * speed <= given + 16_000  # nothing is said to be from later than what was given
    waits_us = max(given - 1024 / RATE * 1e6 - us for us, _, given in places) / speed
    assert waits_us <= tempo.lag_us + 1


def test_after_a_seek_sound_begins_anew() -> None:
    tempo = Tempo(rate=RATE, speed=2.0)
    block = np.zeros((4096, 2), np.float32)
    for n in range(6):
        list(tempo.take(block, n * 4096 * 1_000_000 // RATE))
    tempo.forget()
    places = [us for n in range(6) for _, us in tempo.take(block, 60_000_000 + n * 4096 * 1_000_000 // RATE)]
    assert places[0] == pytest.approx(60_000_000, abs=16_000)


@pytest.mark.parametrize("speed", [0.5, 0.75, 1.5, 2.0])
def test_another_speed_says_where_in_the_film_what_is_heard_comes_from(speed: float) -> None:
    """A click at half speed sounds twice, some hundredths of a second apart: its place is between the two."""
    film = np.zeros((5 * RATE, 2), np.float32)
    clicks = [round((1 + 0.507 * n) * RATE) for n in range(7)]
    for first in clicks:
        film[first : first + 100] = np.float32(0.8) * np.sin(np.arange(100) / 3).astype(np.float32)[:, None]
    tempo, heard = Tempo(rate=RATE, speed=speed), list[float]()
    for first in range(0, len(film), 1024):
        for block, us in tempo.take(film[first : first + 1024], round(first / RATE * 1e6)):
            heard += [us / 1e6 + place / RATE * speed for place in np.flatnonzero(np.abs(block[:, 0]) > 0.2)]
    off = []
    for first in clicks:
        near = [at - first / RATE for at in heard if abs(at - first / RATE) < 0.2]
        off += [(min(near) + max(near)) / 2 / speed] if near else []
    assert len(off) >= 5
    assert abs(np.median(off)) < 0.015
