"""Makes the reel: the helping question on a card, then the clips one after the other, composed with moviepy, written by our own encoder.

moviepy never sees a film: its clips ask for exact pictures, and what it composes is encoded here, so nothing plain lies on the disk
but the part file beside the target, and progress and cancelling are honest.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from vig_tool.errors import ExportFailed, Refused
from vig_tool.jobs import Job
from vig_tool.media.canvas import Canvas, canvas_for
from vig_tool.media.check_cut import CheckFailed, Expected, check_written, print_of
from vig_tool.media.encode import Mp4Writer
from vig_tool.media.facts import FilmFacts
from vig_tool.media.frames import FrameReader
from vig_tool.media.part_file import part_file
from vig_tool.media.source import Source
from vig_tool.media.span_sound import RATE, Block, Loudness, even_blocks, samples_in, sound_of
from vig_tool.media.titles import PAPER, Caption, title_card
from vig_tool.timing import FrameIndex, Span

FADE_US: Final = 400_000
TITLE_US: Final = 4_000_000
_SOFT_US: Final = 8_000  # sound never begins or ends with a crack
_DOING: Final = "Making the reel"


@dataclass(frozen=True, slots=True)
class ReelClip:
    """A span of a film, with the caption shown under it (None or empty: none)."""

    source: Source
    facts: FilmFacts
    index: FrameIndex
    span: Span
    caption: str | None = None


@dataclass(frozen=True, slots=True)
class ReelPlan:
    """What a reel shows: `title` on a card before the first clip (None: no card), clips in order, fades (0: none)."""

    title: str | None
    clips: tuple[ReelClip, ...]
    fade_us: int = FADE_US
    title_us: int = TITLE_US

    def plain(self) -> ReelPlan:
        """The clips alone: no card, no captions, no fades."""
        bare = tuple(ReelClip(clip.source, clip.facts, clip.index, clip.span) for clip in self.clips)
        return ReelPlan(None, bare, fade_us=0, title_us=self.title_us)


@dataclass(frozen=True, slots=True)
class ReelReport:
    """What was written and checked."""

    frames: int
    duration_us: int
    clips: int


def make_reel(plan: ReelPlan, target: Path, job: Job | None = None) -> ReelReport:
    """Writes the reel as an MP4 to `target`.

    Raises Refused without clips, BadInput where a span holds no picture, ExportFailed, NoRoom or Cancelled (`target` is then as it was),
    Damaged where a film is.
    """
    if not plan.clips:
        raise Refused("There is no clip to show yet.", advice="Choose at least one clip for the review first.")
    job = job or Job()
    canvas = canvas_for([(clip.facts, clip.index) for clip in plan.clips])
    parts = _parts(plan, canvas)
    total = sum(part.frames for part in parts)
    with part_file(target) as part:
        expected = _write(part, parts, canvas, fade_us=plan.fade_us, job=job.within(0.0, 0.85))
        try:
            check_written(part, expected, job.within(0.85, 1.0))
        except CheckFailed as trouble:
            raise ExportFailed("The reel did not come out as it should, so it was not kept.", advice="Please try once more.") from trouble
    return ReelReport(total, canvas.time_us(total), len(plan.clips))


class _Part:
    """A stretch of the reel: its pictures at times of its own (seconds from its start), and its sound."""

    frames: int
    has_sound = False

    def picture(self, seconds: float) -> NDArray[np.uint8]:
        raise NotImplementedError

    def sound(self, length_us: int, job: Job) -> Iterator[Block]:
        raise NotImplementedError

    def rest(self) -> None:
        """Lets go of what it reads from."""


class _Card(_Part):
    def __init__(self, text: str, canvas: Canvas, length_us: int) -> None:
        self.frames = canvas.frames(length_us)
        self._card = title_card(text, width=canvas.width, height=canvas.height)

    def picture(self, seconds: float) -> NDArray[np.uint8]:  # noqa: ARG002 - it stands still
        return self._card

    def sound(self, length_us: int, job: Job) -> Iterator[Block]:  # noqa: ARG002 - it is silent
        for _ in range(samples_in(length_us) // RATE):
            yield np.zeros((RATE, 2), np.float32)
        yield np.zeros((samples_in(length_us) % RATE, 2), np.float32)


class _Shown(_Part):
    """A clip. Only pictures of its span are ever asked for, and no sound from outside it."""

    def __init__(self, clip: ReelClip, canvas: Canvas) -> None:
        self._clip, self._canvas = clip, canvas
        self._span = clip.index.snap_span(clip.span)
        self._numbers = clip.index.numbers(self._span)
        self.frames = canvas.frames(self._span.length_us)
        self._reader = FrameReader(clip.source, clip.facts, clip.index)
        words = (clip.caption or "").strip()
        self._caption = Caption(words, width=canvas.width, height=canvas.height) if words else None
        self._last: tuple[int, NDArray[np.uint8]] | None = None
        self.has_sound = clip.facts.sound is not None

    def picture(self, seconds: float) -> NDArray[np.uint8]:
        number = self._clip.index.shown_at(self._span.start.shifted(round(seconds * 1_000_000)))
        number = min(max(number, self._numbers.start), self._numbers.stop - 1)
        if self._last is None or self._last[0] != number:
            fitted = self._canvas.fit(self._reader.picture(number).rgb)
            self._last = number, fitted if self._caption is None else self._caption.on(fitted)
        return self._last[1]

    def sound(self, length_us: int, job: Job) -> Iterator[Block]:
        wanted, given = samples_in(length_us), 0
        if self._clip.facts.sound is not None:
            for block in sound_of(self._clip.source, self._clip.facts, self._span, job):
                kept = block[: wanted - given]
                given += len(kept)
                yield kept
        yield np.zeros((wanted - given, 2), np.float32)

    def rest(self) -> None:
        self._reader.close()
        self._last = None


def _parts(plan: ReelPlan, canvas: Canvas) -> list[_Part]:
    card: list[_Part] = [_Card(plan.title, canvas, plan.title_us)] if (plan.title or "").strip() and plan.title else []
    return [*card, *(_Shown(clip, canvas) for clip in plan.clips)]


def _composed(parts: list[_Part], canvas: Canvas, fade_us: int) -> Any:  # noqa: ANN401 - a moviepy clip
    """All parts as one moviepy clip, each fading in from and out to the dark."""
    from moviepy import VideoClip, concatenate_videoclips, vfx  # takes a second to load; only a reel needs it

    clips = []
    for part in parts:
        length = float(part.frames / canvas.rate)
        clip = VideoClip(part.picture, duration=length)
        fade = min(fade_us / 1_000_000, length / 3)
        if fade > 0:
            clip = clip.with_effects([vfx.FadeIn(fade, list(PAPER)), vfx.FadeOut(fade, list(PAPER))])
        clips.append(clip)
        part.rest()  # moviepy looked at its first picture; films are opened again one at a time
    return concatenate_videoclips(clips, method="chain")


def _write(path: Path, parts: list[_Part], canvas: Canvas, *, fade_us: int, job: Job) -> Expected:
    total = sum(part.frames for part in parts)
    times = np.array([canvas.time_us(n) for n in range(total)], np.int64)
    expected = Expected(times, canvas.time_us(total), canvas.width, canvas.height)
    wanted, loudness = expected.wanted(), Loudness()
    reel = _composed(parts, canvas, fade_us)
    blocks = (loudness.add(block) for block in even_blocks(_sound(parts, canvas, fade_us, job)))
    ends = np.cumsum([part.frames for part in parts]).tolist()
    try:
        with Mp4Writer(
            path, width=canvas.width, height=canvas.height, usual_us=canvas.time_us(1), sound=blocks if _heard(parts) else None
        ) as writer:
            for n in range(total):
                job.report(n / total, _DOING)
                # A quarter of a picture in: rounding can then never fall back to the picture, or the clip, before.
                made = reel.get_frame(float((n + 0.25) / canvas.rate))
                rgb = made if made.dtype == np.uint8 else np.clip(np.rint(made), 0, 255).astype(np.uint8)
                if n in wanted:
                    expected.prints[n] = print_of(rgb)
                writer.add(rgb, at_us=canvas.time_us(n), until_us=canvas.time_us(n + 1))
                if n + 1 in ends:
                    parts[ends.index(n + 1)].rest()
            writer.finish()
    finally:
        for part in parts:
            part.rest()
    expected.loudness = loudness.values() if _heard(parts) else None
    return expected


def _heard(parts: list[_Part]) -> bool:
    return any(part.has_sound for part in parts)


def _sound(parts: list[_Part], canvas: Canvas, fade_us: int, job: Job) -> Iterator[Block]:
    """The sound of all parts, each exactly as long as its pictures, faded as they are."""
    frame = 0
    for part in parts:
        start, end = canvas.time_us(frame), canvas.time_us(frame + part.frames)
        wanted = samples_in(end) - samples_in(start)
        fade = min(samples_in(max(fade_us, _SOFT_US)), wanted // 3)
        at = 0
        for block in part.sound(end - start, job):
            kept = block[: wanted - at]
            yield _softened(kept, at, wanted, fade)
            at += len(kept)
        yield np.zeros((wanted - at, 2), np.float32)
        frame += part.frames


def _softened(block: Block, at: int, length: int, fade: int) -> Block:
    """A block of a part of `length` samples, `at` samples in, with the part's ends faded over `fade` samples."""
    if not fade or (at >= fade and at + len(block) <= length - fade):
        return block
    place = np.arange(at, at + len(block), dtype=np.float32)
    strength = np.clip(np.minimum(place / fade, (length - 1 - place) / fade), 0.0, 1.0)
    return np.asarray(block * strength[:, None], np.float32)
