"""What is heard is heard when it is seen, within 40 ms, in an exported reel and while playing, at every speed down to a quarter."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from vig_tool.media.exports.choice import Choice
from vig_tool.media.index.indexing import complete, make_index
from vig_tool.media.intake.probe import probe
from vig_tool.media.reels.pace import Hold
from vig_tool.media.reels.reel import ReelClip, ReelPlan, make_reel
from vig_tool.media.sounds.slow import stretched
from vig_tool.media.sounds.tempo import Tempo
from vig_tool.media.source import PlainFile
from vig_tool.timing import SECOND, Instant, Span

RATE = 48_000
MOST_S = 0.040
FLASHES = (13, 37, 54, 78, 101, 117, 140, 163)
"""Numbers of the pictures that are white; with each of them a beep begins."""
LOUD = 0.22

Wave = NDArray[np.float32]


def beeping(starts: list[float], seconds: float, *, room: float = 1.0) -> Wave:
    """Beeps over a quiet low voice and the noise of a room (0: in silence)."""
    place = np.arange(round(seconds * RATE)) / RATE
    wave = np.random.default_rng(3).normal(0, 0.01, len(place))
    wave += sum(0.03 * np.sin(2 * np.pi * 130 * part * place) / part for part in range(1, 8))
    wave *= room
    beep = 0.5 * np.sin(2 * np.pi * 880 * np.arange(round(0.1 * RATE)) / RATE)
    for start in starts:
        at = round(start * RATE)
        wave[at : at + len(beep)] += beep
    return wave.astype(np.float32)


def flashing(path: Path, *, rate: int, late: int) -> Path:
    """A film of 180 pictures that flash and beep; every third picture comes `late` ticks of 1/600 s after its time."""
    stamps = [number * 600 // rate + (late if number % 3 == 1 else 0) for number in range(180)]
    with av.open(str(path), "w") as film:
        video = film.add_stream("libx264", rate=rate, options={"preset": "ultrafast", "crf": "28"})
        video.width, video.height, video.pix_fmt = 160, 96, "yuv420p"
        video.codec_context.time_base = Fraction(1, 600)
        sound = film.add_stream("aac", rate=RATE, layout="mono")
        for number, stamp in enumerate(stamps):
            picture = np.full((96, 160, 3), 255 if number in FLASHES else 40, np.uint8)
            frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
            frame.pts, frame.time_base = stamp, Fraction(1, 600)
            film.mux(video.encode(frame))
        film.mux(video.encode(None))
        heard = av.AudioFrame.from_ndarray(beeping([stamps[n] / 600 for n in FLASHES], 180 / rate)[None], format="fltp", layout="mono")
        heard.sample_rate, heard.pts = RATE, 0
        film.mux([*sound.encode(heard), *sound.encode(None)])
    return path


def onsets(wave: Wave, *, apart_s: float) -> list[float]:
    """Where, in seconds, sound begins that is loud after it was not for so long."""
    loud = np.flatnonzero(np.abs(wave) > LOUD)
    return [float(at) / RATE for at in loud[np.flatnonzero(np.diff(loud, prepend=-RATE * 60) > apart_s * RATE)]]


def flashes(path: Path) -> list[float]:
    found, was = [], False
    with av.open(str(path)) as film:
        for frame in film.decode(video=0):
            white = float(frame.to_ndarray(format="gray").mean()) > 150
            if white and not was:
                found.append(float(frame.time or 0))
            was = white
    return found


def heard_in(path: Path) -> Wave:
    with av.open(str(path)) as film:
        return np.concatenate([np.asarray(frame.to_ndarray()[0], np.float32) for frame in film.decode(audio=0)])


def part(path: Path, first: int, until: int, *, speed: int, hold: Hold | None = None) -> ReelClip:
    source = PlainFile(path)
    facts = probe(source)
    index = make_index(source, facts)
    span = Span(index.time(first), index.time(until))
    return ReelClip(source, complete(facts, index), index, span, speed=speed, hold=hold)


@pytest.mark.parametrize(("rate", "late"), [(25, 0), (30, 0), (30, 8)], ids=["25", "30", "variable"])
def test_a_beep_is_heard_with_its_flash_at_any_speed(tmp_path: Path, rate: int, late: int) -> None:
    film = flashing(tmp_path / "film.mp4", rate=rate, late=late)
    clips = [part(film, first, until, speed=speed) for first, until, speed in ((5, 90, 50), (30, 110, 25), (95, 150, 100), (95, 130, 35))]
    make_reel(ReelPlan("When does he look up?", tuple(clips), fade_us=0, title_us=SECOND), tmp_path / "reel.mp4", choice=Choice.SMALL)
    seen, heard = flashes(tmp_path / "reel.mp4"), onsets(heard_in(tmp_path / "reel.mp4"), apart_s=0.3)
    assert len(seen) == 4 + 4 + 3 + 2
    assert heard == pytest.approx(seen, abs=MOST_S)


def test_a_beep_after_a_picture_that_stands_is_in_step_too(tmp_path: Path) -> None:
    film = flashing(tmp_path / "film.mp4", rate=30, late=0)
    clip = part(film, 5, 110, speed=50, hold=Hold(Instant(2_000_000), 700_000))
    make_reel(ReelPlan(None, (clip,), fade_us=0), tmp_path / "reel.mp4", choice=Choice.SMALL)
    seen, heard = flashes(tmp_path / "reel.mp4"), onsets(heard_in(tmp_path / "reel.mp4"), apart_s=0.3)
    assert len(seen) == 5
    assert heard == pytest.approx(seen, abs=MOST_S)


@pytest.mark.parametrize("speed", [25, 33, 50, 75])
def test_slowed_sound_stays_where_it_belongs(speed: int) -> None:
    luck = np.random.default_rng(7)
    for _ in range(4):
        starts = [float(0.5 + 0.6 * nth + luck.uniform(0, 0.15)) for nth in range(10)]
        wave = beeping(starts, 7)
        made = np.concatenate(list(stretched(_blocks(wave), speed=speed, length=len(wave) * 100 // speed)))
        assert onsets(made[:, 0], apart_s=0.25) == pytest.approx([start * 100 / speed for start in starts], abs=MOST_S)


@pytest.mark.parametrize("speed", [0.25, 0.35, 0.5, 0.75, 1.5, 2.0])
def test_sound_played_at_another_speed_says_rightly_where_it_is_from(speed: float) -> None:
    luck = np.random.default_rng(7)
    for room in (0.0, 0.0, 1.0):
        starts = [float(0.5 + 0.6 * nth + luck.uniform(0, 0.15)) for nth in range(10)]
        wave, tempo = beeping(starts, 7, room=room), Tempo(rate=RATE, speed=speed)
        heard, places = list[Wave](), list[NDArray[np.float64]]()
        for first in range(0, len(wave), 1024):
            for block, us in tempo.take(np.repeat(wave[first : first + 1024, None], 2, axis=1), round(first / RATE * SECOND)):
                heard.append(block[:, 0])
                places.append(us / SECOND + np.arange(len(block)) / RATE * speed)
        begun = np.interp(onsets(np.concatenate(heard), apart_s=0.15), np.arange(sum(map(len, heard))) / RATE, np.concatenate(places))
        assert np.asarray(begun) / speed == pytest.approx(np.array(starts) / speed, abs=MOST_S)


@pytest.mark.parametrize("hertz", [95, 130, 220, 400])
@pytest.mark.parametrize("speed", [25, 50, 150])
def test_a_deep_or_high_voice_keeps_its_pitch_and_does_not_waver(hertz: int, speed: int) -> None:
    place = np.arange(3 * RATE) / RATE
    voice = np.zeros(len(place), np.float32)
    for over in range(1, 8):
        voice += 0.1 * np.sin(2 * np.pi * hertz * over * place + over) / over
    made = np.concatenate(list(stretched(_blocks(voice), speed=speed, length=len(voice) * 100 // speed)))[:, 0]
    middle = made[len(made) // 5 : len(made) * 4 // 5]
    strength = np.abs(np.fft.rfft(middle * np.hanning(len(middle))))
    assert float(np.argmax(strength)) * RATE / len(middle) == pytest.approx(hertz, rel=0.02)
    loudness = np.sqrt(np.mean(middle[: len(middle) // 2400 * 2400].reshape(-1, 2400) ** 2, axis=1))
    assert loudness.min() > 0.6 * loudness.max()


def _blocks(wave: Wave) -> Iterator[Wave]:
    for first in range(0, len(wave), 1000):
        yield np.stack([wave[first : first + 1000]] * 2, axis=1)
