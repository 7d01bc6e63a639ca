"""What was outside: read back and compared, its tags kept and never let out, its clearing noted."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import select

from tests.chunk_films import write_part
from tests.films import FilmShelf
from tests.work.imported import one
from tests.work.real_films import TINY, another, put_in
from vig_tool.errors import NotThere
from vig_tool.library import recordings
from vig_tool.library.models import TrailEntry
from vig_tool.timing import Instant, Span
from vig_tool.vault.header import CHUNK
from vig_tool.work import clips, exporting, importing, originals, playing, reporting
from vig_tool.work.importing import RecordingCard
from vig_tool.work.opening import Library

TAGS = {
    "com.apple.quicktime.location.ISO6709": "+51.5237-000.1585+030.000/",
    "com.apple.quicktime.make": "Samplephone",
    "com.apple.quicktime.model": "Samplephone 7",
    "com.apple.quicktime.author": "Wilhelmina Quist",
    "comment": "filmed at home",
}


def on_the_trail(lib: Library, action: str) -> list[tuple[UUID | None, dict[str, object]]]:
    with lib.reading() as session:
        entries = session.scalars(select(TrailEntry).where(TrailEntry.action == action).order_by(TrailEntry.seq))
        return [(entry.object_id, json.loads(entry.facts)) for entry in entries]


def tagged(lib: Library, cycle_id: UUID, folder: Path) -> RecordingCard:
    card = one(lib, write_part(folder / "visit.mov", range(50), tags=TAGS), cycle_id).recording
    assert card is not None
    return card


def test_what_was_sealed_is_read_back_and_compared(lib: Library, cycle_id: UUID, films: FilmShelf) -> None:
    cards = [put_in(lib, cycle_id, films.film(another(TINY, seed)).path) for seed in (1, 2)]
    spoiled = playing.open_film(lib, cards[1].id).source.path  # type: ignore[attr-defined]
    data = bytearray(spoiled.read_bytes())
    assert len(data) < CHUNK
    data[-100] ^= 1
    spoiled.write_bytes(data)
    done = originals.verify_recordings(lib, [card.id for card in cards])
    assert (done.value.whole, done.value.broken) == ((cards[0].id,), (cards[1].id,))
    assert on_the_trail(lib, "recording.verified") == [(cards[0].id, {"whole": True}), (cards[1].id, {"whole": False})]


def test_an_unbroken_seal_is_not_enough(lib: Library, cycle_id: UUID, films: FilmShelf) -> None:
    card = put_in(lib, cycle_id, films.film(TINY).path)
    with lib.change("recording.corrected") as unit:
        recordings.get(unit.session, card.id).digest = "0" * 64
    assert originals.verify_recordings(lib, [card.id]).value.broken == (card.id,)


def test_a_film_removed_meanwhile_is_neither_whole_nor_broken(lib: Library, cycle_id: UUID, films: FilmShelf) -> None:
    card = put_in(lib, cycle_id, films.film(TINY).path)
    importing.remove_recording(lib, card.id)
    assert originals.verify_recordings(lib, [card.id]).value == originals.Verified((), ())
    assert on_the_trail(lib, "recording.verified") == []


@pytest.mark.parametrize(("cleared", "action"), [(True, "original.cleared"), (False, "original.kept")])
def test_whether_the_card_was_cleared_is_on_the_trail(
    lib: Library, cycle_id: UUID, films: FilmShelf, *, cleared: bool, action: str
) -> None:
    cards = [put_in(lib, cycle_id, films.film(another(TINY, seed)).path) for seed in (1, 2)]
    originals.note_originals(lib, [card.id for card in cards], cleared=cleared)
    assert [about for about, _ in on_the_trail(lib, action)] == [card.id for card in cards]
    with pytest.raises(NotThere):
        originals.note_originals(lib, [UUID(int=5)], cleared=cleared)


def test_the_tags_of_the_original_can_still_be_read(lib: Library, cycle_id: UUID, tmp_path: Path) -> None:
    card = tagged(lib, cycle_id, tmp_path)
    (original,) = originals.original_tags(lib, card.id)
    assert original.name == "visit.mov"
    assert original.size == (tmp_path / "visit.mov").stat().st_size
    assert set(TAGS.values()) <= {value for _, value in original.tags}


def test_no_tag_of_the_original_leaves_the_library(lib: Library, family_id: UUID, cycle_id: UUID, tmp_path: Path) -> None:
    card = tagged(lib, cycle_id, tmp_path)
    plain = (tmp_path / "visit.mov").read_bytes()
    clip = clips.add_clip(lib, card.id, span=Span.of_us(200_000, 1_400_000)).value
    out = {name: tmp_path / f"out.{name}" for name in ("clip.mp4", "reel.mp4", "still.png", "strengths.pdf")}
    exporting.export_clip(lib, clip.id, out=out["clip.mp4"])
    exporting.export_reel(lib, cycle_id, out=out["reel.mp4"])
    exporting.export_still(lib, card.id, at=Instant(400_000), out=out["still.png"])
    reporting.write_strengths(lib, family_id, out=out["strengths.pdf"])
    for value in TAGS.values():
        assert value.encode() in plain, "the film was to hold it"
        for path in out.values():
            data = path.read_bytes()
            assert data
            assert value.encode() not in data, path.name
            assert value.encode("utf-16-be") not in data, path.name
            assert b"Quist" not in data
            assert b"visit.mov" not in data


def test_each_part_of_a_joined_film_keeps_its_tags(lib: Library, cycle_id: UUID, tmp_path: Path) -> None:
    parts = [
        write_part(
            tmp_path / f"GH0{n}0034.MP4", range(n * 25, n * 25 + 25), tags={"comment": f"part {n}", "location": "+48.2082+016.3738/"}
        )
        for n in (1, 2)
    ]
    card = importing.import_films(lib, parts, cycle_id=cycle_id, joins=[parts]).value[0].recording
    assert card is not None
    found = originals.original_tags(lib, card.id)
    assert [original.name for original in found] == ["GH010034.MP4", "GH020034.MP4"]
    assert [dict(original.tags)["comment"] for original in found] == ["part 1", "part 2"]
    assert all("+48.2082+016.3738/" in dict(original.tags).values() for original in found)
    assert replace(found[0], tags=()) != replace(found[1], tags=())
