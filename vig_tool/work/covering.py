"""What is covered in a clip: drawing, following, putting right, looking through; and pictures with everything covered that is to be."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from vig_tool.errors import BadInput, NotThere, Refused
from vig_tool.jobs import Job
from vig_tool.library import families, moments
from vig_tool.library import models as rows
from vig_tool.media.covering.covers import Box as Box
from vig_tool.media.covering.covers import Cover as Cover
from vig_tool.media.covering.covers import Covering as Covering
from vig_tool.media.covering.covers import Mark as Mark
from vig_tool.media.covering.covers import Seen as Seen
from vig_tool.media.covering.covers import Track
from vig_tool.media.covering.following import follow
from vig_tool.media.covering.following import without_margin as without_margin
from vig_tool.media.pictures.frames import FrameReader
from vig_tool.media.pictures.frames import Picture as Picture
from vig_tool.media.pictures.stills import scaled
from vig_tool.timing import Instant, Span
from vig_tool.work.changes import Changes, Done
from vig_tool.work.films import StoredFilm, stored_film
from vig_tool.work.opening import Library
from vig_tool.work.playing import Film, open_film

NOT_LOOKED = "Look through the cover first: nobody has seen yet that it hides what it should in every picture."
_ADVICE = "In the clips room, choose “Look through the cover”."


@dataclass(frozen=True, slots=True, eq=False)
class Place:
    """One cover in one picture: where, and how it stands there."""

    cover_id: str
    box: Box
    seen: Seen


@dataclass(frozen=True, slots=True, eq=False)
class CoveredClip:
    """A clip's covers in every one of its pictures. `numbers` are its pictures; `lost` those where a cover was not followed with
    certainty, `marked` those the guider drew in."""

    clip_id: UUID
    span: Span
    numbers: range
    covers: tuple[Cover, ...]
    lost: frozenset[int]
    marked: frozenset[int]
    looked_through: bool
    covering: Covering = field(repr=False)
    _places: tuple[tuple[NDArray[np.float64], NDArray[np.uint8]], ...] = field(repr=False)

    def places(self, number: int) -> tuple[Place, ...]:
        """Every cover in this picture of the clip."""
        row = number - self.numbers.start
        return tuple(
            Place(cover.id, Box(*(float(part) for part in boxes[row])), Seen(int(seen[row])))
            for cover, (boxes, seen) in zip(self.covers, self._places, strict=True)
        )


@dataclass(frozen=True, slots=True, eq=False)
class SmallPicture:
    """A picture of a clip with its covers on, small. `lost`: here or until the next one a cover was not followed with certainty."""

    number: int
    time: Instant
    rgb: NDArray[np.uint8]
    lost: bool


def covered_clip(lib: Library, clip_id: UUID) -> CoveredClip:
    """Raises NotThere, Damaged."""
    with lib.reading() as session:
        row = moments.clip(session, clip_id)
        recording_id, span, covers = row.recording_id, Span.of_us(row.start_us, row.end_us), covers_of(row)
    index = stored_film(lib, recording_id).index
    span = index.snap_span(span)
    numbers = index.numbers(span)
    places = tuple(cover.places(index, span) for cover in covers)
    lost = {numbers[int(row)] for _, seen in places for row in np.flatnonzero(seen == Seen.LOST)}
    marked = {index.shown_at(mark.at) for cover in covers for mark in cover.marks}
    looked = all(cover.is_looked_through(span) for cover in covers)
    covering = Covering(covers, index, span)
    return CoveredClip(clip_id, span, numbers, covers, frozenset(lost), frozenset(marked), looked, covering, places)


def add_cover(lib: Library, clip_id: UUID, *, at: Instant, box: Box, round_: bool = True, job: Job | None = None) -> Done[CoveredClip]:
    """Covers what is in the box at `at` and follows it through the clip. `round_`: an oval for a face; otherwise a rectangle.

    Raises BadInput outside the clip, Cancelled (nothing is changed then), NotThere, Damaged.
    """
    cover = Cover(uuid.uuid4().hex[:8], (Mark(at, box),), round=round_)
    return _followed(lib, clip_id, cover, at, label="Cover something", job=job)


def mark_cover(
    lib: Library, clip_id: UUID, cover_id: str, *, at: Instant, box: Box, gone: bool = False, job: Job | None = None
) -> Done[CoveredClip]:
    """Says where it is in this picture (or that it is `gone` from here on, until the next mark), and follows it anew from every mark.

    Raises as `add_cover`.
    """
    cover = _cover(lib, clip_id, cover_id)
    kept = [mark for mark in cover.marks if mark.at != at]
    marks = tuple(sorted((*kept, Mark(at, box, gone=gone)), key=lambda mark: mark.at))
    if all(mark.gone for mark in marks):
        raise Refused("Then nothing would be covered at all.", advice="Take the cover away instead.")
    label = "Say where the cover ends" if gone else "Put the cover right"
    return _followed(lib, clip_id, replace(cover, marks=marks), at, label=label, job=job)


def unmark_cover(lib: Library, clip_id: UUID, cover_id: str, *, at: Instant, job: Job | None = None) -> Done[CoveredClip]:
    """Takes what was said about this picture back and follows it anew. Raises Refused for the last mark, and as `add_cover`."""
    cover = _cover(lib, clip_id, cover_id)
    kept = tuple(mark for mark in cover.marks if mark.at != at)
    if all(mark.gone for mark in kept):
        raise Refused("This is the only picture it was drawn in.", advice="Take the cover away instead.")
    return _followed(lib, clip_id, replace(cover, marks=kept), None, label="Take the mark back", job=job)


def follow_covers(lib: Library, clip_id: UUID, *, job: Job | None = None) -> Done[CoveredClip]:
    """Follows every cover through the clip as it is now: after its ends were moved. Raises Cancelled, NotThere, Damaged."""
    job = job or Job()
    film, span, covers = _held(lib, clip_id)
    made = []
    for nth, cover in enumerate(covers):
        part = job.within(nth / len(covers), (nth + 1) / len(covers))
        made.append(replace(cover, track=_track(film, span, cover, part), looked=None))
    return _keep(lib, clip_id, lambda _: made, label="Follow the covers anew")


def remove_cover(lib: Library, clip_id: UUID, cover_id: str) -> Done[CoveredClip]:
    """It is seen again. Raises NotThere."""
    _cover(lib, clip_id, cover_id)
    return _keep(lib, clip_id, lambda covers: [cover for cover in covers if cover.id != cover_id], label="Take the cover away")


def look_through(lib: Library, clip_id: UUID) -> Done[CoveredClip]:
    """The guider has seen that every picture of the clip, as it is now, is covered as it should be.

    Raises Refused without covers, NotThere.
    """
    covered = covered_clip(lib, clip_id)
    if not covered.covers:
        raise Refused("Nothing is covered in this clip.")
    return _keep(lib, clip_id, lambda covers: [replace(cover, looked=covered.span) for cover in covers], label="Look through the covers")


def small_pictures(lib: Library, clip_id: UUID, *, most: int = 60, height: int = 72, job: Job | None = None) -> tuple[SmallPicture, ...]:
    """At most so many pictures evenly along the clip, this high, with their covers on. Raises Cancelled, NotThere, Damaged."""
    job = job or Job()
    covered = covered_clip(lib, clip_id)
    film, _, _ = _held(lib, clip_id)
    numbers = covered.numbers
    chosen = sorted({numbers[round(place)] for place in np.linspace(0, len(numbers) - 1, min(most, len(numbers)))})
    made: list[SmallPicture] = []
    with FrameReader(film.source, film.facts, film.index) as reader:
        for number, following in zip(chosen, [*chosen[1:], numbers.stop], strict=True):
            job.report(len(made) / len(chosen), "Looking at the pictures")
            rgb = scaled(covered.covering.on(reader.picture(number).rgb, number), height=height)
            lost = any(one in covered.lost for one in range(number, following))
            made.append(SmallPicture(number, film.index.time(number), rgb, lost))
    return tuple(made)


def picture_of_clip(lib: Library, clip_id: UUID, *, at: Instant) -> Picture:
    """The exact picture at `at` with everything covered that the clip covers. Raises NotThere, Damaged."""
    with lib.reading() as session:
        row = moments.clip(session, clip_id)
        recording_id, span, covers = row.recording_id, Span.of_us(row.start_us, row.end_us), covers_of(row)
    film = stored_film(lib, recording_id)
    with FrameReader(film.source, film.facts, film.index) as reader:
        picture = reader.at(at)
    return replace(picture, rgb=Covering(covers, film.index, span).on(picture.rgb, picture.number)) if covers else picture


# For what leaves the library


def covers_of(row: rows.Clip) -> tuple[Cover, ...]:
    """Raises Damaged."""
    return tuple(Cover.from_json(plain) for plain in row.covers)


def with_covers(film: Film, covers: Sequence[Cover], span: Span) -> Film:
    """A film ready to play, showing nothing in this span that the covers hide."""
    return film.covered(Covering(covers, film.index, span)) if covers else film


def film_of_clip(lib: Library, clip_id: UUID) -> Film:
    """The clip's film ready to play, with its covers on. Raises NotThere, Damaged."""
    with lib.reading() as session:
        row = moments.clip(session, clip_id)
        recording_id, span, covers = row.recording_id, Span.of_us(row.start_us, row.end_us), covers_of(row)
    return with_covers(open_film(lib, recording_id), covers, span)


def looked_through(covers: Sequence[Cover], film: StoredFilm, span: Span) -> tuple[Cover, ...]:
    """The same covers. Raises Refused where one was not looked through in every picture of the span."""
    exact = film.index.snap_span(span)
    if not all(cover.is_looked_through(exact) for cover in covers):
        raise Refused(NOT_LOOKED, advice=_ADVICE)
    return tuple(covers)


def covered_picture(lib: Library, film: StoredFilm, number: int) -> NDArray[np.uint8]:
    """Picture `number` as it may leave the library: with the covers of every clip it is part of. Raises Refused where one was not looked
    through, Damaged."""
    at = film.index.time(number)
    with lib.reading() as session:
        clips = [
            (Span.of_us(row.start_us, row.end_us), covers_of(row))
            for row in moments.clips_of_recording(session, film.recording_id)
            if row.covers and row.start_us <= at.us < row.end_us
        ]
    with FrameReader(film.source, film.facts, film.index) as reader:
        rgb = reader.picture(number).rgb
    for span, covers in clips:
        rgb = Covering(looked_through(covers, film, span), film.index, span).on(rgb, number)
    return rgb


# How a change is made


def _followed(lib: Library, clip_id: UUID, cover: Cover, at: Instant | None, *, label: str, job: Job | None) -> Done[CoveredClip]:
    """Follows the cover, then keeps it in the place of the one with its id, or as a new one: one edit, one undo."""
    film, span, _ = _held(lib, clip_id)
    if at is not None and at not in span:
        raise BadInput("This picture is not part of the clip.")
    made = replace(cover, track=_track(film, span, cover, job or Job()), looked=None)

    def changed(covers: list[Cover]) -> list[Cover]:
        known = any(held.id == made.id for held in covers)
        return [made if held.id == made.id else held for held in covers] if known else [*covers, made]

    return _keep(lib, clip_id, changed, label=label)


def _track(film: StoredFilm, span: Span, cover: Cover, job: Job) -> Track:
    return follow(film.source, film.facts, film.index, span=span, marks=cover.marks, job=job)


def _held(lib: Library, clip_id: UUID) -> tuple[StoredFilm, Span, tuple[Cover, ...]]:
    with lib.reading() as session:
        row = moments.clip(session, clip_id)
        recording_id, span, covers = row.recording_id, Span.of_us(row.start_us, row.end_us), covers_of(row)
    film = stored_film(lib, recording_id)
    return film, film.index.snap_span(span), covers


def _cover(lib: Library, clip_id: UUID, cover_id: str) -> Cover:
    with lib.reading() as session:
        covers = covers_of(moments.clip(session, clip_id))
    for cover in covers:
        if cover.id == cover_id:
            return cover
    raise NotThere("This cover is no longer there.")


def _keep(lib: Library, clip_id: UUID, change: Callable[[list[Cover]], list[Cover]], *, label: str) -> Done[CoveredClip]:
    with lib.reading() as session:
        family_id = families.cycle(session, moments.clip(session, clip_id).cycle_id).family_id
    with lib.change("clip.covered", scope=family_id, label=label) as unit:
        row = moments.clip(unit.session, clip_id)
        row.covers = [cover.to_json() for cover in change(list(covers_of(row)))]
        unit.about(clip_id)
        unit.note({"covers": len(row.covers)})
    return Done(covered_clip(lib, clip_id), Changes.of(unit.changes), label)
