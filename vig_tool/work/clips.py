"""Clips of a cycle: choosing, ordering, trimming."""

from __future__ import annotations

import json
from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

from vig_tool.errors import BadInput, Damaged, Refused
from vig_tool.library import families, moments, recordings
from vig_tool.library import models as rows
from vig_tool.library.session import Session
from vig_tool.library.unit import Unit
from vig_tool.media.covering.covers import Box, Cover
from vig_tool.media.reels.pace import FASTEST, SLOWEST
from vig_tool.media.reels.pace import Hold as Hold
from vig_tool.timing import SECOND, FrameIndex, Instant, Span
from vig_tool.work import in_force
from vig_tool.work.changes import Changes, Done
from vig_tool.work.opening import Library


@dataclass(frozen=True, slots=True)
class Clip:
    """`speed` in percent of the film's; `hold`: a picture that stands for a while, or alone; `covers`: how many things are covered in it,
    and whether the guider looked that through (True without any). `dress` differs wherever its pictures look different. `still`: the best
    picture of the moment it was made from, where one was chosen and is inside."""

    id: UUID
    cycle_id: UUID
    recording_id: UUID
    moment_id: UUID | None
    span: Span
    order: int
    title: str
    caption: str
    speed: int
    hold: Hold | None
    covers: int
    looked_through: bool
    dress: str
    still: Instant | None = None


@dataclass(frozen=True, slots=True)
class Meter:
    """The clips chosen against the programme's limits: a hint, never a block. `words` is what is shown ("2 of 4, 14 s")."""

    clips: int
    clips_limit: int
    total_us: int
    longest_us: int
    clip_limit_us: int
    words: str


def list_clips(lib: Library, cycle_id: UUID) -> list[Clip]:
    """In order. Raises NotThere."""
    with lib.reading() as session:
        families.cycle(session, cycle_id)
        return _strip(session, cycle_id)


def clip(lib: Library, clip_id: UUID) -> Clip:
    """Raises NotThere."""
    with lib.reading() as session:
        return next(held for held in _strip(session, moments.clip(session, clip_id).cycle_id) if held.id == clip_id)


def meter(lib: Library, cycle_id: UUID) -> Meter:
    """Raises NotThere."""
    with lib.reading() as session:
        cycle = families.cycle(session, cycle_id)
        limits = in_force.of_family(session, cycle.family_id).programme.limits
        lengths = [held.end_us - held.start_us for held in moments.clips_of_cycle(session, cycle_id)]
    total, longest = sum(lengths), max(lengths, default=0)
    words = f"{len(lengths)} of {limits.clips}, {_seconds(total)} s"
    if longest > limits.clip_us:
        words += f"; the longest is {_seconds(longest)} s"
    return Meter(len(lengths), limits.clips, total, longest, limits.clip_us, words)


def add_clip(lib: Library, recording_id: UUID, *, span: Span, title: str = "") -> Done[Clip]:
    """Snapped up to pictures, at the end of the strip of the recording's cycle. Raises BadInput (no picture inside), NotThere."""
    label = "Choose a clip"
    with lib.reading() as session:
        cycle = moments.cycle_of_recording(session, recording_id)
        snapped = _index(session, recording_id).snap_span(span)
    with lib.change("clip.added", scope=cycle.family_id, label=label) as unit:
        clip_id = _append(unit, recording_id, snapped, title=title.strip())
    return _done(lib, clip_id, unit, label)


def clip_from_moment(lib: Library, moment_id: UUID) -> Done[Clip]:
    """Raises Refused for a private moment and where a clip of it is already in the strip, NotThere."""
    label = "Choose the moment for the review"
    with lib.reading() as session:
        cycle = moments.cycle_of_recording(session, moments.get(session, moment_id).recording_id)
    with lib.change("clip.added", scope=cycle.family_id, label=label) as unit:
        moment = moments.get(unit.session, moment_id)
        if moment.private:
            raise Refused("This moment is private, so it cannot be shown.", advice="Take the private mark off first.")
        if moment.clips:
            raise Refused("This moment is among the clips already.")
        clip_id = _append(unit, moment.recording_id, Span.of_us(moment.start_us, moment.end_us), moment_id=moment_id)
    return _done(lib, clip_id, unit, label)


def change_clip(
    lib: Library, clip_id: UUID, *, span: Span | None = None, title: str | None = None, caption: str | None = None
) -> Done[Clip]:
    """None leaves as it is; a span is snapped up to pictures. Raises BadInput (no picture inside), NotThere."""
    named = [word for word, value in (("ends", span), ("title", title), ("caption", caption)) if value is not None]
    label = f"Change the clip’s {named[0]}" if len(named) == 1 else "Change the clip"
    held = clip(lib, clip_id)
    with lib.reading() as session:
        snapped = held.span if span is None else _index(session, held.recording_id).snap_span(span)
    with lib.change("clip.changed", scope=_family(lib, held.cycle_id), label=label) as unit:
        row = moments.clip(unit.session, clip_id)
        _move_ends(row, snapped)
        row.title = row.title if title is None else title.strip()
        row.caption = row.caption if caption is None else caption.strip()
        unit.about(clip_id)
    return _done(lib, clip_id, unit, label)


def set_speed(lib: Library, clip_id: UUID, percent: int) -> Done[Clip]:
    """How fast it runs in the saved film, with its pitch kept: 100 is the film's own speed. Raises BadInput outside 10 to 400, NotThere."""
    if not SLOWEST <= percent <= FASTEST:
        raise BadInput(f"A clip can run at {SLOWEST} to {FASTEST} percent of its speed.")
    label = "Change the clip’s speed"
    with lib.change("clip.changed", scope=_family(lib, clip(lib, clip_id).cycle_id), label=label) as unit:
        moments.clip(unit.session, clip_id).speed = percent
        unit.about(clip_id)
    return _done(lib, clip_id, unit, label)


def hold_picture(
    lib: Library, clip_id: UUID, *, at: Instant, for_us: int, near: Box | None = None, alone: bool = False
) -> Done[Clip]:
    """In the saved film the picture at `at` stands for so long, silently, while the view comes near to a place in it; or `alone`, instead
    of the clip. Raises BadInput outside the clip or for a time that is too short or too long, NotThere."""
    label = "Hold a picture"
    held = clip(lib, clip_id)
    with lib.reading() as session:
        index = _index(session, held.recording_id)
    if at not in held.span:
        raise BadInput("This picture is not part of the clip.")
    hold = Hold(index.time(index.shown_at(at)), for_us, near, alone=alone)
    with lib.change("clip.changed", scope=_family(lib, held.cycle_id), label=label) as unit:
        row = moments.clip(unit.session, clip_id)
        row.freeze = {"at_us": hold.at.us, "hold_us": hold.for_us, "box": None if near is None else list(near.parts)}
        row.still_us = hold.at.us if alone else None
        unit.about(clip_id)
    return _done(lib, clip_id, unit, label)


def release_picture(lib: Library, clip_id: UUID) -> Done[Clip]:
    """No picture stands any more. Raises NotThere."""
    label = "Let the clip run"
    with lib.change("clip.changed", scope=_family(lib, clip(lib, clip_id).cycle_id), label=label) as unit:
        row = moments.clip(unit.session, clip_id)
        row.freeze = row.still_us = None
        unit.about(clip_id)
    return _done(lib, clip_id, unit, label)


def nudge_clip(lib: Library, clip_id: UUID, *, start_frames: int = 0, end_frames: int = 0) -> Done[Clip]:
    """Moves the ends by whole pictures (negative: earlier). Raises Refused where no picture would be left or the film ends."""
    held = clip(lib, clip_id)
    with lib.reading() as session:
        index = _index(session, held.recording_id)
    pictures = index.numbers(held.span)
    start, end = pictures.start + start_frames, pictures.stop + end_frames
    if start < 0:
        raise Refused("The film begins here.")
    if end > len(index):
        raise Refused("The film ends here.")
    if end <= start:
        raise Refused("A clip needs at least one picture.")
    return change_clip(lib, clip_id, span=Span(index.time(start), index.time(end)))


def move_clip(lib: Library, clip_id: UUID, *, to: int) -> Done[list[Clip]]:
    """To place `to` (0-based) in its cycle's strip; beyond its ends means to the end. Raises NotThere."""
    label = "Move the clip"
    cycle_id = clip(lib, clip_id).cycle_id
    with lib.change("clip.moved", scope=_family(lib, cycle_id), label=label) as unit:
        row = moments.clip(unit.session, clip_id)
        others = [held for held in moments.clips_of_cycle(unit.session, cycle_id) if held.id != clip_id]
        others.insert(min(max(to, 0), len(others)), row)
        for place, held in enumerate(others):
            held.place = place
        unit.about(clip_id)
    return Done(list_clips(lib, cycle_id), Changes.of(unit.changes), label)


def remove_clip(lib: Library, clip_id: UUID) -> Done[list[Clip]]:
    """Out of the strip; the film, the moment and the parent's words stay. Raises NotThere."""
    label = "Take the clip out"
    cycle_id = clip(lib, clip_id).cycle_id
    with lib.change("clip.removed", scope=_family(lib, cycle_id), label=label) as unit:
        unit.session.delete(moments.clip(unit.session, clip_id))
        unit.about(clip_id)
    return Done(list_clips(lib, cycle_id), Changes.of(unit.changes), label)


def _append(unit: Unit, recording_id: UUID, span: Span, *, title: str = "", moment_id: UUID | None = None) -> UUID:
    cycle = moments.cycle_of_recording(unit.session, recording_id)
    strip = moments.clips_of_cycle(unit.session, cycle.id)
    row = rows.Clip(
        cycle_id=cycle.id,
        recording_id=recording_id,
        moment_id=moment_id,
        start_us=span.start.us,
        end_us=span.end.us,
        place=strip[-1].place + 1 if strip else 0,
        title=title,
    )
    unit.session.add(row)
    unit.session.flush()
    unit.about(row.id)
    return row.id


def _move_ends(row: rows.Clip, span: Span) -> None:
    row.start_us, row.end_us = span.start.us, span.end.us
    if row.still_us is not None and row.still_us not in range(row.start_us, row.end_us):
        row.still_us = None
    if row.freeze is not None and row.freeze.get("at_us") not in range(row.start_us, row.end_us):
        row.freeze = None


def _index(session: Session, recording_id: UUID) -> FrameIndex:
    return FrameIndex.from_bytes(recordings.with_index(session, recording_id).frame_index)


def _family(lib: Library, cycle_id: UUID) -> UUID:
    with lib.reading() as session:
        return families.cycle(session, cycle_id).family_id


def _done(lib: Library, clip_id: UUID, unit: Unit, label: str) -> Done[Clip]:
    return Done(clip(lib, clip_id), Changes.of(unit.changes), label)


def _strip(session: Session, cycle_id: UUID) -> list[Clip]:
    """Places may have gaps where clips went away; `order` has none."""
    strip = moments.clips_of_cycle(session, cycle_id)
    stills = moments.stills_of(session, [row.moment_id for row in strip if row.moment_id is not None])
    return [_view(row, order, stills.get(row.moment_id) if row.moment_id else None) for order, row in enumerate(strip)]


def _view(row: rows.Clip, order: int, still_us: int | None) -> Clip:
    inside = still_us is not None and row.start_us <= still_us < row.end_us
    return Clip(
        id=row.id,
        cycle_id=row.cycle_id,
        recording_id=row.recording_id,
        moment_id=row.moment_id,
        span=Span.of_us(row.start_us, row.end_us),
        order=order,
        title=row.title,
        caption=row.caption,
        speed=row.speed,
        hold=hold_of(row),
        covers=len(row.covers),
        looked_through=_is_looked_through(row),
        dress=sha256(json.dumps(row.covers, sort_keys=True).encode()).hexdigest()[:12] if row.covers else "",
        still=Instant(still_us) if still_us is not None and inside else None,
    )


def hold_of(row: rows.Clip) -> Hold | None:
    """What is kept of a picture that stands. Raises Damaged."""
    kept = row.freeze
    if not kept:
        return None
    try:
        near = kept.get("box")
        return Hold(Instant(kept["at_us"]), kept["hold_us"], None if near is None else Box(*near), alone=row.still_us is not None)
    except (KeyError, TypeError, BadInput) as trouble:
        raise Damaged("What is kept of the picture that stands cannot be read.", advice="Let go of it and hold it again.") from trouble


def _is_looked_through(row: rows.Clip) -> bool:
    """Ends of clips are kept snapped, and so is what was looked through."""
    span = Span.of_us(row.start_us, row.end_us)
    return all(Cover.from_json(plain).is_looked_through(span) for plain in row.covers)


def _seconds(us: int) -> int:
    """Whole seconds, halves up."""
    return (us + SECOND // 2) // SECOND
