"""Makes the reel: the helping question on a card, then the clips one after the other, composed with moviepy, written by our own encoder.

moviepy never sees a film: its clips ask for exact pictures, and what it composes is encoded here, so nothing plain lies on the disk
but the part file beside the target, and progress and cancelling are honest. Pictures stay as encoders take them wherever that can be.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from math import ceil
from pathlib import Path
from typing import Any, Final

import numpy as np
from av.video.frame import VideoFrame

from vig_tool.errors import ExportFailed, Refused
from vig_tool.jobs import Job
from vig_tool.media.exports.check_cut import CheckFailed, Expected, check_written, print_of_stored
from vig_tool.media.exports.choice import Choice, form_for
from vig_tool.media.exports.copying import may_copy
from vig_tool.media.exports.encode import Mp4Writer, even
from vig_tool.media.exports.part_file import part_file
from vig_tool.media.exports.pieced import CannotCut
from vig_tool.media.exports.splice import Piece, Splice, find_pieces
from vig_tool.media.opencv import cv2
from vig_tool.media.pictures.planes import BT709, Colours, Converter, Planes, stored
from vig_tool.media.reels.canvas import Canvas, canvas_for
from vig_tool.media.reels.shown import Card, Part, ReelClip, Shown, colours_of
from vig_tool.media.reels.titles import PAPER
from vig_tool.media.sounds.level import levelled
from vig_tool.media.sounds.span_sound import Block, Loudness, even_blocks, samples_in

__all__ = ["FADE_US", "TITLE_US", "ReelClip", "ReelPlan", "ReelReport", "make_reel"]

FADE_US: Final = 400_000
TITLE_US: Final = 4_000_000
_SOFT_US: Final = 8_000  # sound never begins or ends with a crack
_DOING: Final = "Making the reel"


@dataclass(frozen=True, slots=True)
class ReelPlan:
    """What a reel shows: `title` on a card before the first clip (None: no card), clips in order, fades (0: none)."""

    title: str | None
    clips: tuple[ReelClip, ...]
    fade_us: int = FADE_US
    title_us: int = TITLE_US

    def plain(self) -> ReelPlan:
        """The clips alone, running as they were filmed: no card, no captions, no fades. What is covered stays covered."""
        bare = tuple(ReelClip(clip.source, clip.facts, clip.index, clip.span, covers=clip.covers) for clip in self.clips)
        return ReelPlan(None, bare, fade_us=0, title_us=self.title_us)


@dataclass(frozen=True, slots=True)
class ReelReport:
    """What was written and checked. `method`: "smart" where what stays as it was filmed was copied, else "encode"; `again`: it was copied
    first, and that did not pass its check."""

    frames: int
    duration_us: int
    clips: int
    method: str
    again: bool


def make_reel(
    plan: ReelPlan, target: Path, job: Job | None = None, *, choice: Choice = Choice.PHONE, level_sound: bool = False
) -> ReelReport:
    """Writes the reel as an MP4 to `target`.

    Raises Refused without clips, BadInput where a span holds no picture, ExportFailed, NoRoom or Cancelled (`target` is then as it was),
    Damaged where a film is.
    """
    if not plan.clips:
        raise Refused("There is no clip to show yet.", advice="Choose at least one clip for the review first.")
    job = job or Job()
    _load_composer(job)
    canvas = _sized(canvas_for([(clip.facts, clip.index) for clip in plan.clips]), choice)
    colours = _colours(plan, job)
    parts = _parts(plan, canvas, Converter(colours), job)
    total = sum(part.frames for part in parts)
    form = form_for(choice, canvas.width, canvas.height)
    fade_pictures = ceil(plan.fade_us * canvas.rate / 1_000_000) + 1 if plan.fade_us else 0
    pieces = find_pieces(parts, fade_pictures, form, lambda clip: may_copy(clip.facts, form, choice), job)
    ways = (pieces, ()) if pieces else ((),)
    for way in ways:
        reel = _Reel(parts, canvas, colours, fade_us=plan.fade_us)
        try:
            with part_file(target) as part:
                reel.write(part, job.within(0.0, 0.85), way, choice=choice, level_sound=level_sound)
                check_written(part, reel.expected, job.within(0.85, 1.0))
            method, again = ("smart" if way else "encode"), way != ways[0]
            return ReelReport(total, canvas.time_us(total), len(plan.clips), method, again)
        except (CannotCut, CheckFailed) as trouble:
            failed = trouble  # what was copied did not fit: then all of it is encoded, which always works
    raise ExportFailed("The reel did not come out as it should, so it was not kept.", advice="Please try once more.") from failed


def _load_composer(job: Job) -> None:
    """moviepy takes a second or more to load: beside us, so that one need not wait for it to stop."""
    loading = threading.Thread(target=import_module, args=("moviepy",), daemon=True)
    loading.start()
    while loading.is_alive():
        job.check()
        loading.join(0.05)


def _sized(canvas: Canvas, choice: Choice) -> Canvas:
    form = form_for(choice, canvas.width, canvas.height)
    return Canvas(even(form.width), even(form.height), canvas.rate)


def _colours(plan: ReelPlan, job: Job) -> Colours:
    """Those that most of the clips are stored with: they need not be changed then."""
    found = Counter(filter(None, (colours_of(clip, job) for clip in plan.clips)))
    return found.most_common(1)[0][0] if found else BT709


def _parts(plan: ReelPlan, canvas: Canvas, converter: Converter, job: Job) -> list[Part]:
    words = (plan.title or "").strip()
    card: list[Part] = [Card(words, canvas, plan.title_us, converter)] if words else []
    return [*card, *(Shown(clip, canvas, converter, job) for clip in plan.clips)]


class _Reel:
    def __init__(self, parts: list[Part], canvas: Canvas, colours: Colours, *, fade_us: int) -> None:
        self._parts, self._canvas, self._colours, self._fade_us = parts, canvas, colours, fade_us
        self._total = sum(part.frames for part in parts)
        times = np.array([canvas.time_us(n) for n in range(self._total)], np.int64)
        self.expected = Expected(times, canvas.time_us(self._total), canvas.width, canvas.height)

    def write(self, path: Path, job: Job, pieces: tuple[Piece, ...], *, choice: Choice, level_sound: bool) -> None:
        """Raises CannotCut where `pieces` are given and do not fit together."""
        canvas, total, heard = self._canvas, self._total, any(part.has_sound for part in self._parts)
        wanted, loudness = self.expected.wanted(), Loudness()

        def blocks() -> Iterator[Block]:
            return even_blocks(self._sound(job))

        sound = (loudness.add(block) for block in (levelled(blocks) if level_sound else blocks())) if heard else None
        reel = self._composed()
        if pieces:
            try:
                splice = Splice(pieces, lambda n: self._picture(reel, n), self.expected, job)
                form = form_for(choice, canvas.width, canvas.height)
                splice.write(path, rate=canvas.rate, sound=sound, sound_bits=form.sound_bits)
            finally:
                self._rest()
            self.expected.loudness = loudness.values() if heard else None
            return
        ends = dict(zip(np.cumsum([part.frames for part in self._parts]).tolist(), self._parts, strict=True))
        size = {"width": canvas.width, "height": canvas.height}
        try:
            with Mp4Writer(path, **size, usual_us=canvas.time_us(1), sound=sound, choice=choice, colours=self._colours) as writer:
                for n in range(total):
                    job.report(n / total, _DOING)
                    frame = self._picture(reel, n)
                    if n in wanted:
                        self.expected.prints[n] = print_of_stored(frame)
                    writer.add_stored(frame, at_us=canvas.time_us(n), until_us=canvas.time_us(n + 1))
                    if n + 1 in ends:
                        ends[n + 1].rest()
                writer.finish(job)
        finally:
            self._rest()
        self.expected.loudness = loudness.values() if heard else None

    def _picture(self, reel: Any, n: int) -> VideoFrame:  # noqa: ANN401 - a moviepy clip
        """A quarter of a picture in: rounding can then never fall back to the picture, or the clip, before."""
        return stored(reel.get_frame(float((n + 0.25) / self._canvas.rate)))

    def _rest(self) -> None:
        for part in self._parts:
            part.rest()

    def _composed(self) -> Any:  # noqa: ANN401 - a moviepy clip
        """All parts as one moviepy clip, each fading in from and out to the dark."""
        from moviepy import VideoClip, concatenate_videoclips  # takes a second to load; only a reel needs it

        paper = Converter(self._colours).plain(PAPER, width=self._canvas.width, height=self._canvas.height)
        clips = []
        for part in self._parts:
            length = float(part.frames / self._canvas.rate)
            clip = VideoClip(duration=length)
            # Given afterwards: moviepy would look at the first picture of every clip now.
            clip.frame_function, clip.size = part.picture, paper.shape[::-1]
            fade = min(self._fade_us / 1_000_000, length / 3)
            clips.append(clip.transform(_fading(fade, length, paper)) if fade > 0 else clip)
        reel = concatenate_videoclips(clips, method="chain")
        self._parts[0].rest()
        return reel

    def _sound(self, job: Job) -> Iterator[Block]:
        """The sound of all parts, each exactly as long as its pictures, faded as they are."""
        frame = 0
        for part in self._parts:
            start, end = self._canvas.time_us(frame), self._canvas.time_us(frame + part.frames)
            wanted = samples_in(end) - samples_in(start)
            fade = min(samples_in(max(self._fade_us, _SOFT_US)), wanted // 3)
            at = 0
            for block in part.sound(wanted, job):
                yield _softened(block, at, wanted, fade)
                at += len(block)
            frame += part.frames


def _fading(fade: float, length: float, paper: Planes) -> Callable[[Callable[[float], Planes], float], Planes]:
    """moviepy's own fades reckon with wide numbers, which takes longer than everything else."""

    def faded(get_frame: Callable[[float], Planes], t: float) -> Planes:
        strength = min(1.0, t / fade, (length - t) / fade)
        picture = get_frame(t)
        return picture if strength >= 1 else np.asarray(cv2.addWeighted(picture, strength, paper, 1 - strength, 0), np.uint8)

    return faded


def _softened(block: Block, at: int, length: int, fade: int) -> Block:
    """A block of a part of `length` samples, `at` samples in, with the part's ends faded over `fade` samples."""
    if not fade or (at >= fade and at + len(block) <= length - fade):
        return block
    place = np.arange(at, at + len(block), dtype=np.float32)
    strength = np.clip(np.minimum(place / fade, (length - 1 - place) / fade), 0.0, 1.0)
    return np.asarray(block * strength[:, None], np.float32)
