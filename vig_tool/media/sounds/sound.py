"""The film's sound, placed exactly against its pictures: time 0 is the first picture, silence stands where there is no sound."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import cast

import numpy as np
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler
from numpy.typing import NDArray

from vig_tool.jobs import Job
from vig_tool.media.facts import FilmFacts
from vig_tool.media.opened import OpenSound
from vig_tool.media.source import Source
from vig_tool.timing import SECOND, Span

_RUN_UP = Fraction(1, 2)  # seconds decoded before what is wanted: decoders need some sound to settle
_SLACK = Fraction(1, 50)  # stamps may waver by this many seconds before a gap is believed
_COUNTED = {"avi", "asf"}  # their sound has no stamps, or rough ones: only counting from the start places it the same every time
_HELD = 500  # pieces kept back at most until one says when it is
_LAYOUTS = {1: "mono", 2: "stereo"}


@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """Sound without a gap: `place` in samples from the first picture (may be negative), `samples` (n, channels) float32, within ±1."""

    place: int
    samples: NDArray[np.float32]


def read_sound(
    source: Source, facts: FilmFacts, span: Span, *, rate: int = 48_000, channels: int = 2, job: Job | None = None
) -> NDArray[np.float32]:
    """The sound of a span of picture time: float32 (n, channels), n the span's length in samples at `rate`. Silence where there is none."""
    first, last = _samples(span.start.us, rate), _samples(span.end.us, rate)
    sound = np.zeros((last - first, channels), np.float32)
    for piece in pieces(source, facts, rate=rate, channels=channels, start_us=span.start.us, job=job):
        if piece.place >= last:
            break
        low, high = max(piece.place, first), min(piece.place + len(piece.samples), last)
        if low < high:
            sound[low - first : high - first] = piece.samples[low - piece.place : high - piece.place]
    return sound


def pieces(
    source: Source, facts: FilmFacts, *, rate: int = 48_000, channels: int = 2, start_us: int = 0, job: Job | None = None
) -> Iterator[Piece]:
    """The sound from `start_us` (or somewhat before) to the film's end, piece by piece, in order. Nothing for a silent film."""
    if facts.sound is None:
        return
    job = job or Job()
    start = facts.zero + Fraction(start_us, SECOND) - _RUN_UP
    jump = start_us > 3 * SECOND and facts.container not in _COUNTED
    found = _placed(source, facts, rate=rate, channels=channels, start=start if jump else None, job=job)
    first = next(found, None)
    if jump and (first is None or first.place > _samples(start_us, rate)):
        # Landed too late, or there is no sound yet: only reading from the start can tell.
        found.close()
        found = _placed(source, facts, rate=rate, channels=channels, start=None, job=job)
        first = next(found, None)
    if first is not None:
        yield first
        yield from found


def _placed(
    source: Source, facts: FilmFacts, *, rate: int, channels: int, start: Fraction | None, job: Job
) -> Generator[Piece]:
    """Decodes and resamples; one run of the resampler per stretch without a gap, so that its own delay never moves sound.

    Stamps that go back are not believed: sound cannot begin before what was just heard has ended.
    """
    resampler: AudioResampler | None = None
    place = 0
    expected: Fraction | None = None
    shape: tuple[str, str, int] | None = None
    for given, frame in _stamped(_frames(source, facts, start, job), facts, from_start=start is None):
        moment = given if given is not None else expected
        if moment is None:
            continue
        here = (frame.format.name, frame.layout.name, frame.sample_rate)
        if resampler is None or expected is None or here != shape or moment - expected > _SLACK:
            if resampler is not None:
                yield from _given_out(resampler, None, place)
            resampler = AudioResampler(format="flt", layout=_LAYOUTS[channels], rate=rate)
            place = round((moment - facts.zero) * rate)
            expected, shape = moment, here
        for piece in _given_out(resampler, frame, place):
            place += len(piece.samples)
            yield piece
        expected += Fraction(frame.samples, frame.sample_rate)
    if resampler is not None:
        yield from _given_out(resampler, None, place)


def _stamped(frames: Iterator[AudioFrame], facts: FilmFacts, *, from_start: bool) -> Iterator[tuple[Fraction | None, AudioFrame]]:
    """Frames with their stamps. Where the first ones have none (WMA), they are counted back from the first that has one."""
    held: list[AudioFrame] = []
    for frame in frames:
        given = None if frame.pts is None or frame.time_base is None else frame.pts * frame.time_base
        if from_start and given is None and len(held) < _HELD:
            held.append(frame)
            continue
        if from_start:
            length = sum((Fraction(one.samples, one.sample_rate) for one in held), Fraction())
            first = facts.zero if given is None else given - length
            yield from ((first if place == 0 else None, one) for place, one in enumerate(held))
            held, from_start = [], False
        yield given, frame
    yield from ((facts.zero if place == 0 else None, one) for place, one in enumerate(held))


def _given_out(resampler: AudioResampler, frame: AudioFrame | None, place: int) -> Iterator[Piece]:
    if frame is not None:
        frame.pts = None  # the resampler would fill or drop on its own; places are counted here
    found = cast("list[AudioFrame | None]", resampler.resample(frame))
    for made in found:
        if made is None:  # what a resampler with nothing to do answers at the end
            continue
        samples = np.clip(np.asarray(made.to_ndarray(), np.float32), -1.0, 1.0).reshape(-1, len(made.layout.channels))
        yield Piece(place, samples)
        place += len(samples)


def _frames(source: Source, facts: FilmFacts, start: Fraction | None, job: Job) -> Iterator[AudioFrame]:
    if facts.sound is None:
        return
    with OpenSound(source, track=facts.sound.track) as film:
        if start is not None and film.stream.time_base is not None:
            film.seek(int(start / film.stream.time_base))
        for frame in film.frames():
            job.check()
            yield frame


def _samples(us: int, rate: int) -> int:
    return (2 * us * rate + SECOND) // (2 * SECOND)
