"""How recordings, moments, clips, goals, families and cycles look as JSON documents.

Times are seconds. Each thing has its id under "id"; a command that adds one answers with it under the thing's own word as well.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from vig_tool.cli.printing import seconds

if TYPE_CHECKING:
    from datetime import date

    from vig_tool.work.clips import Clip
    from vig_tool.work.families import CycleCard, FamilyCard, FamilyPage
    from vig_tool.work.goals import Goal, Rating
    from vig_tool.work.importing import Imported, RecordingCard
    from vig_tool.work.review import ClipWords
    from vig_tool.work.tagging import Moment

Document = dict[str, object]
ALREADY_HERE = "Already here: this film was taken in before."


def day(on: date | None) -> str | None:
    return on.isoformat() if on else None


def film_facts(card: RecordingCard) -> Document:
    return {
        "frames": card.frames,
        "duration": seconds(card.duration_us),
        "width": card.width,
        "height": card.height,
        "rate": card.rate,
        "said": list(card.said),
    }


def recording(card: RecordingCard) -> Document:
    return {
        "id": str(card.id),
        "file": card.original_name,
        "family": card.family_code,
        "cycle": card.cycle_number,
        "role": card.role,
        **film_facts(card),
        "sound": card.has_sound,
        "imported": card.imported_at.isoformat(),
    }


def imported(result: Imported) -> Document:
    """One file of an import; what is not known of a film that failed is null."""
    card = result.recording
    facts: Mapping[str, object] = dict.fromkeys(("frames", "duration", "width", "height", "rate")) | {"said": []}
    if card is not None:
        facts = film_facts(card)
    if card is not None and result.known:
        facts = {**facts, "said": [ALREADY_HERE, *card.said]}
    joined: Document = {"joined": result.joined} if result.joined else {}
    part: Document = {"part": result.part, "of": result.of} if result.of else {}
    return {
        "id": str(card.id) if card else None,
        "file": str(result.file),
        "ok": card is not None,
        **facts,
        "error": result.error,
        **joined,
        **part,
    }


def moment(tagged: Moment) -> Document:
    return {
        "id": str(tagged.id),
        "recording": str(tagged.recording_id),
        "start": seconds(tagged.span.start.us),
        "end": seconds(tagged.span.end.us),
        "principles": list(tagged.principles),
        "actor": tagged.actor,
        "chain": tagged.chain_role,
        "channel": tagged.channel,
        "note": tagged.note,
        "star": tagged.star,
        "private": tagged.private,
        "clip": str(tagged.clip_id) if tagged.clip_id else None,
    }


def clip(chosen: Clip) -> Document:
    return {
        "id": str(chosen.id),
        "start": seconds(chosen.span.start.us),
        "end": seconds(chosen.span.end.us),
        "title": chosen.title,
        "recording": str(chosen.recording_id),
        "moment": str(chosen.moment_id) if chosen.moment_id else None,
    }


def words(kept: ClipWords) -> Document:
    return {"clip": str(kept.clip_id), "parent": kept.parents_words, **kept.reflections}


def family(card: FamilyCard | FamilyPage) -> Document:
    programme = {"programme": card.programme_id, "programme_name": card.programme}
    return {"id": str(card.id), "code": card.code, **programme, "started": day(card.started)}


def cycle(card: CycleCard) -> Document:
    return {
        "id": str(card.id),
        "cycle": card.number,
        "question": card.question,
        "filmed_on": day(card.filmed_on),
        "reviewed_on": day(card.reviewed_on),
        "recordings": [str(film.id) for film in card.films],
        "clips": card.clips,
        "next": card.next_words,
    }


def goal(made: Goal) -> Document:
    return {
        "id": str(made.id),
        "kind": made.kind,
        "text": made.text,
        "target": made.target,
        "made_in": made.made_in,
        "ended_in": made.ended_in,
        "ratings": [_rating(each) for each in made.ratings],
    }


def _rating(given: Rating) -> Document:
    return {
        "cycle": given.cycle_number,
        "value": given.value,
        "by": given.by,
        "text": given.text,
        "celebration": given.celebration,
        "clips": [str(each) for each in given.clip_ids],
    }
