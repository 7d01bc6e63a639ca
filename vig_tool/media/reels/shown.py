"""The parts a reel is made of: a card, or a clip at its pace with what is covered and written on it. Each has a time of its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from av.video.frame import VideoFrame

from vig_tool.jobs import Job
from vig_tool.media.covering.covers import Box, Cover, Covering
from vig_tool.media.exports.choice import Form
from vig_tool.media.exports.copying import Copied, find_copied
from vig_tool.media.facts import FilmFacts
from vig_tool.media.pictures.ahead import ahead
from vig_tool.media.pictures.frames import FrameReader
from vig_tool.media.pictures.planes import Colours, Converter, Laid, Planes, planes_of
from vig_tool.media.pictures.straight import Fitting, NotStraight, is_straight, stored_pictures
from vig_tool.media.reels.canvas import Canvas
from vig_tool.media.reels.pace import Hold, Pace
from vig_tool.media.reels.titles import Caption, title_card
from vig_tool.media.sounds.slow import stretched
from vig_tool.media.sounds.span_sound import RATE, Block, samples_in, sound_of
from vig_tool.media.source import Source
from vig_tool.timing import FrameIndex, Span

_AHEAD: Final = 6  # pictures decoded before they are asked for
_SOFT: Final = RATE // 8  # samples over which sound comes and goes around a picture that stands


@dataclass(frozen=True, slots=True)
class ReelClip:
    """A span of a film as it is to be shown.

    caption   under it (None or empty: none)
    speed     in percent of the film's own; the pitch of its sound is kept
    hold      a picture that stands for a while, silently, or alone
    covers    what is blurred, in every picture
    """

    source: Source
    facts: FilmFacts
    index: FrameIndex
    span: Span
    caption: str | None = None
    speed: int = 100
    hold: Hold | None = None
    covers: tuple[Cover, ...] = ()

    def pace(self) -> Pace:
        """Raises BadInput where the span holds no picture, or for a speed that is not possible."""
        return Pace(self.index, self.index.snap_span(self.span), speed=self.speed, hold=self.hold)


class Part:
    """A stretch of the reel: its pictures at times of its own (seconds from its start), and its sound."""

    frames: int
    has_sound = False

    def picture(self, seconds: float) -> Planes:
        """Of the canvas's size; not to be changed."""
        raise NotImplementedError

    def sound(self, length: int, job: Job) -> Iterator[Block]:
        """`length` samples."""
        raise NotImplementedError

    def rest(self) -> None:
        """Lets go of what it reads from."""


class Card(Part):
    def __init__(self, text: str, canvas: Canvas, length_us: int, converter: Converter) -> None:
        self.frames = canvas.frames(length_us)
        self._card = converter.planes(title_card(text, width=canvas.width, height=canvas.height))

    def picture(self, seconds: float) -> Planes:  # noqa: ARG002 - it stands still
        return self._card

    def sound(self, length: int, job: Job) -> Iterator[Block]:
        job.check()
        yield from stretched((), speed=100, length=length)


class Shown(Part):
    """A clip. Only pictures of its span are ever asked for, and no sound from outside it."""

    def __init__(self, clip: ReelClip, canvas: Canvas, converter: Converter, job: Job) -> None:
        self._clip, self._canvas, self._converter, self._job = clip, canvas, converter, job
        self._pace = clip.pace()
        self.frames = canvas.frames(self._pace.length_us)
        self.has_sound = clip.facts.sound is not None and any(stretch.span for stretch in self._pace.stretches)
        words = (clip.caption or "").strip()
        caption = Caption(words, width=canvas.width, height=canvas.height) if words else None
        self._caption = None if caption is None else Laid(caption.strip, left=caption.left, top=caption.top, converter=converter)
        span = clip.index.snap_span(clip.span)
        self._covering = Covering(clip.covers, clip.index, span)
        self._numbers = clip.index.numbers(span)
        self._reader: FrameReader | None = None
        self._coming: Iterator[tuple[int, VideoFrame]] | None = None
        self._stored: tuple[int, VideoFrame] | None = None
        self._fitting: Fitting | None = None
        same = (clip.facts.width, clip.facts.height) == (canvas.width, canvas.height)
        self._form = Form(canvas.width, canvas.height, 0, "", 0, fits=same)
        self._straight = self._may_be_straight()
        self._last: tuple[int, float, Planes] | None = None

    def picture(self, seconds: float) -> Planes:
        number, nearness = self._pace.at(round(seconds * 1_000_000))
        if self._last is None or self._last[:2] != (number, nearness):
            near = self._pace.hold.near if self._pace.hold is not None and nearness else None
            made = self._plain(number) if near is None else self._near(number, near, nearness)
            if self._caption is not None:
                self._caption.on(made)
            self._last = number, nearness, made
        return self._last[2]

    def sound(self, length: int, job: Job) -> Iterator[Block]:
        at = done = 0
        for nth, stretch in enumerate(self._pace.stretches):
            at += stretch.length_us
            last = nth == len(self._pace.stretches) - 1
            wanted = (length if last else min(length, samples_in(at))) - done
            if stretch.span is None or self._clip.facts.sound is None:
                found: Iterator[Block] = iter(())
            else:
                found = sound_of(self._clip.source, self._clip.facts, stretch.span, job)
            fade = min(_SOFT, wanted // 3)
            blocks = stretched(found, speed=self._pace.speed, length=wanted)
            yield from _softened(blocks, wanted, come=fade if nth else 0, go=0 if last else fade)
            done += wanted

    def rest(self) -> None:
        self._stop()
        self._last = None
        if self._reader is not None:
            self._reader.close()
            self._reader = None

    def _plain(self, number: int) -> Planes:
        if self._straight:
            try:
                return planes_of(self._ready(number))
            except NotStraight:
                self._straight = False
                self._stop()
        return self._converter.planes(self._canvas.fit(self._covering.on(self._rgb(number), number)))

    def _near(self, number: int, box: Box, nearness: float) -> Planes:
        rgb = self._covering.on(self._rgb(number), number)
        return self._converter.planes(self._canvas.near(rgb, box, nearness))

    def _rgb(self, number: int) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
        if self._reader is None:
            self._reader = FrameReader(self._clip.source, self._clip.facts, self._clip.index)
        return self._reader.picture(number).rgb

    # The shortest way: as the camera coded it

    @property
    def clip(self) -> ReelClip:
        return self._clip

    def copied(self, fade: int, form: Form, job: Job) -> tuple[int, Copied] | None:
        """What can be copied of it but for `fade` pictures at either end, and at which of its pictures that begins. None where nothing can,
        or where anything is laid over it, or it does not run picture by picture as it was filmed."""
        clip, numbers = self._clip, self._numbers
        plain = self._caption is None and not self._covering and clip.speed == 100 and self._pace.hold is None
        if not plain or self.frames != len(numbers) or len(numbers) <= 2 * fade or (form.width, form.height) != self.size:
            return None
        times = (round((place + 0.25) * 1_000_000 / self._canvas.rate) for place in range(self.frames))
        if any(self._pace.at(us)[0] != number for us, number in zip(times, numbers, strict=True)):
            return None
        found = find_copied(clip.source, clip.facts, clip.index, numbers[fade : len(numbers) - fade], job)
        return None if found is None else (found.numbers.start - numbers.start, found)

    @property
    def size(self) -> tuple[int, int]:
        """Of the film's pictures."""
        return self._clip.facts.width, self._clip.facts.height

    # The short way: as it is stored, from the decoder to the encoder

    def _may_be_straight(self) -> bool:
        facts = self._clip.facts
        shape = facts.width * self._canvas.height == facts.height * self._canvas.width
        return shape and not self._covering and is_straight(facts, self._form)

    def _ready(self, number: int) -> VideoFrame:
        stored = self._find(number)
        if self._fitting is None:
            self._fitting = Fitting(self._clip.facts, self._form, stored)
            if _matrix(self._fitting.colours) != _matrix(self._converter.colours):
                raise NotStraight
        return self._fitting.ready(stored)

    def _find(self, number: int) -> VideoFrame:
        if self._stored is not None and self._stored[0] == number:
            return self._stored[1]
        if self._coming is None or self._stored is None or self._stored[0] > number:
            self._stop()
            rest = range(number, self._numbers.stop)
            found = stored_pictures(self._clip.source, self._clip.facts, self._clip.index, rest, self._job)
            self._coming = ahead(found, most=_AHEAD)
        for place, frame in self._coming:
            self._stored = place, frame
            if place == number:
                return frame
        raise NotStraight

    def _stop(self) -> None:
        close = getattr(self._coming, "close", None)
        if close is not None:
            close()
        self._coming = self._stored = None


def colours_of(clip: ReelClip, job: Job) -> Colours | None:
    """What colours the clip's pictures are stored with; None where they have to be looked at one by one."""
    facts = clip.facts
    form = Form(facts.width, facts.height, 0, "", 0, fits=True)
    first = clip.pace().at(0)[0]
    if clip.covers or not is_straight(facts, form):
        return None
    try:
        for _, frame in stored_pictures(clip.source, facts, clip.index, range(first, first + 1), job):
            primaries, curve, matrix = Fitting(facts, form, frame).colours
            return primaries, curve, matrix
    except NotStraight:
        pass
    return None


def _matrix(colours: tuple[int, ...]) -> bool:
    """Whether it is that of high definition: the two names of the other one mean the same."""
    return colours[2] == 1


def _softened(blocks: Iterator[Block], length: int, *, come: int, go: int) -> Iterator[Block]:
    """Sound that comes over its first samples and goes over its last."""
    at = 0
    for block in blocks:
        if at < come or at + len(block) > length - go:
            place = np.arange(at, at + len(block), dtype=np.float32)
            strength = np.ones(len(block), np.float32)
            if come:
                strength = np.minimum(strength, place / come)
            if go:
                strength = np.minimum(strength, (length - 1 - place) / go)
            block = np.asarray(block * np.clip(strength, 0, 1)[:, None], np.float32)
        yield block
        at += len(block)
