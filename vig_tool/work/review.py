"""The shared review: what may be shown to the parent, and what is kept of the talk."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from vig_tool.errors import BadInput, Refused
from vig_tool.library import families, moments, talk, words
from vig_tool.library import models as rows
from vig_tool.library.session import Session
from vig_tool.library.types import now
from vig_tool.timing import Span
from vig_tool.work.changes import Changes, Done
from vig_tool.work.covering import covers_of, with_covers
from vig_tool.work.opening import Library
from vig_tool.work.playing import Film, open_film

REFLECTIONS = words.REFLECTION_KINDS


@dataclass(frozen=True, slots=True)
class ShownClip:
    """A clip as the parent sees it: pictures, nothing else. No principle, count, note, code or title is here to be shown."""

    clip_id: UUID
    film: Film
    span: Span


@dataclass(frozen=True, slots=True)
class Show:
    """All that the review window receives: the helping question and the clips chosen for the parent, in order, and where it was left."""

    cycle_id: UUID
    question: str
    clips: tuple[ShownClip, ...]
    resume_at: int


@dataclass(frozen=True, slots=True)
class ClipWords:
    """What was said about one clip: the parent's words, and the guider's reflections by kind."""

    clip_id: UUID
    parents_words: str
    reflections: dict[str, str]


def prepare_show(lib: Library, cycle_id: UUID) -> Show:
    """Only clips of this cycle, none made from a private moment or overlapping one; what a clip covers is covered.

    Raises Refused where no clip is chosen, NotThere, Damaged.
    """
    with lib.reading() as session:
        cycle = families.cycle(session, cycle_id)
        chosen = [
            (clip.id, clip.recording_id, Span.of_us(clip.start_us, clip.end_us), covers_of(clip))
            for clip in moments.clips_to_show(session, cycle_id)
        ]
        review = talk.review_of(session, cycle_id)
        question, left_at = cycle.question, review.resume_clip_id if review else None
    if not chosen:
        raise Refused("No clip is chosen for this review yet.", advice="Choose one from the moments in the film room.")
    films = {recording_id: open_film(lib, recording_id) for recording_id in dict.fromkeys(held for _, held, _, _ in chosen)}
    clips = tuple(
        ShownClip(clip_id, with_covers(films[recording_id], covers, span), span) for clip_id, recording_id, span, covers in chosen
    )
    resume_at = next((place for place, shown in enumerate(clips) if shown.clip_id == left_at), 0)
    return Show(cycle_id, question, clips, resume_at)


def words_of(lib: Library, clip_id: UUID) -> ClipWords:
    """Empty texts where nothing is written down. Raises NotThere."""
    with lib.reading() as session:
        moments.clip(session, clip_id)
        said = talk.words_of_clip(session, clip_id)
        kept = {reflection.kind: reflection.text for reflection in talk.reflections_of_clip(session, clip_id)}
    return ClipWords(clip_id, said.text if said else "", {kind: kept.get(kind, "") for kind in REFLECTIONS})


def keep_parents_words(lib: Library, clip_id: UUID, *, text: str) -> Done[ClipWords]:
    """What the parent said to this clip, as it was said; an empty text takes it away. Raises NotThere."""
    label = "Write down the parent’s words"
    cycle_id, family_id = _place_of(lib, clip_id)
    with lib.change("words.kept", scope=family_id, label=label) as unit:
        held = talk.words_of_clip(unit.session, clip_id)
        if not text.strip():
            if held is not None:
                unit.session.delete(held)
        elif held is not None:
            held.text = text.strip()
        else:
            review = _review(unit.session, cycle_id)
            unit.session.add(rows.ParentWords(review_id=review.id, clip_id=clip_id, text=text.strip()))
        unit.about(clip_id)
    return Done(words_of(lib, clip_id), Changes.of(unit.changes), label)


def reflect(lib: Library, clip_id: UUID, *, kind: str, text: str) -> Done[ClipWords]:
    """`kind` is one of REFLECTIONS; an empty text takes it away. Raises BadInput otherwise, NotThere."""
    if kind not in REFLECTIONS:
        raise BadInput(f"“{kind}” is no heading of a reflection.", advice=f"Use one of: {', '.join(REFLECTIONS)}.")
    label = f"Write down {kind}"
    cycle_id, family_id = _place_of(lib, clip_id)
    with lib.change("reflection.kept", scope=family_id, label=label) as unit:
        held = next((found for found in talk.reflections_of_clip(unit.session, clip_id) if found.kind == kind), None)
        if not text.strip():
            if held is not None:
                unit.session.delete(held)
        elif held is not None:
            held.text = text.strip()
        else:
            review = _review(unit.session, cycle_id)
            unit.session.add(rows.Reflection(review_id=review.id, clip_id=clip_id, kind=kind, text=text.strip()))
        unit.about(clip_id)
    return Done(words_of(lib, clip_id), Changes.of(unit.changes), label)


def leave_show(lib: Library, cycle_id: UUID, *, at_clip: int) -> None:
    """Remembers where the review was left (0-based place among the clips shown), so that coming back resumes there; past the last clip
    it begins again. Raises NotThere."""
    with lib.change("review.left") as unit:
        families.cycle(unit.session, cycle_id)
        shown = moments.clips_to_show(unit.session, cycle_id)
        _review(unit.session, cycle_id).resume_clip_id = shown[at_clip].id if 0 <= at_clip < len(shown) else None
        unit.about(cycle_id)


def finish_review(lib: Library, cycle_id: UUID, *, on: date) -> Done[None]:
    """Marks the cycle as reviewed. Raises NotThere."""
    label = "Finish the review"
    with lib.reading() as session:
        family_id = families.cycle(session, cycle_id).family_id
    with lib.change("review.finished", scope=family_id, label=label) as unit:
        families.cycle(unit.session, cycle_id).reviewed_on = on
        review = _review(unit.session, cycle_id)
        review.finished_at, review.resume_clip_id = now(), None
        unit.about(cycle_id)
    return Done(None, Changes.of(unit.changes), label)


def _review(session: Session, cycle_id: UUID) -> rows.Review:
    """The cycle's review, begun with the first thing kept of it."""
    review = talk.review_of(session, cycle_id)
    if review is None:
        review = rows.Review(cycle_id=cycle_id)
        session.add(review)
        session.flush()
    return review


def _place_of(lib: Library, clip_id: UUID) -> tuple[UUID, UUID]:
    """The clip's cycle and family."""
    with lib.reading() as session:
        cycle = families.cycle(session, moments.clip(session, clip_id).cycle_id)
        return cycle.id, cycle.family_id
