"""Recordings once they are in: moved with all that belongs to them, corrected, removed for good."""

from __future__ import annotations

from uuid import UUID

import pytest

from tests.films import SMALL, FilmShelf
from tests.work.imported import everything_in
from tests.work.real_films import TINY, another, put_in, sealed_films
from vig_tool.errors import BadInput, Damaged, NotThere, Refused
from vig_tool.timing import Span
from vig_tool.vault import sealed
from vig_tool.work import clips, deriving, families, history, importing, keeping, playing, review, tagging
from vig_tool.work.opening import Library


def test_a_film_moves_with_its_moments_its_clips_and_what_was_said(
    lib: Library, family_id: UUID, cycle_id: UUID, films: FilmShelf
) -> None:
    film, stays = put_in(lib, cycle_id, films.film(TINY).path), put_in(lib, cycle_id, films.film(another(TINY, 2)).path)
    second = families.add_cycle(lib, family_id, question="What next?").value.id
    moment = tagging.add_moment(lib, film.id, span=Span.of_us(0, 900_000), principles=["turns"]).value
    chosen = [clips.clip_from_moment(lib, moment.id).value, clips.add_clip(lib, film.id, span=Span.of_us(0, 500_000)).value]
    left = clips.add_clip(lib, stays.id, span=Span.of_us(0, 400_000)).value
    review.keep_parents_words(lib, chosen[0].id, text="He looked up.")
    review.reflect(lib, chosen[0].id, kind="wishes", text="More of this.")
    done = importing.move_recording(lib, film.id, cycle_id=second)
    assert (done.value.cycle_id, done.value.cycle_number) == (second, 2)
    assert {cycle_id, second, film.id} <= done.changes.ids
    assert [clip.id for clip in clips.list_clips(lib, second)] == [clip.id for clip in chosen]
    assert [clip.id for clip in clips.list_clips(lib, cycle_id)] == [left.id]
    assert [held.id for held in tagging.list_moments(lib, film.id)] == [moment.id]
    assert review.words_of(lib, chosen[0].id).parents_words == "He looked up."
    page = families.family_page(lib, family_id)
    assert [cycle.parents_words for cycle in page.cycles] == ["", "He looked up."]
    assert importing.move_recording(lib, film.id, cycle_id=second).changes.ids == frozenset()
    label = history.undo(lib, family_id).value
    assert label == "Choose a clip", "only the edit of the film that stayed is left"
    assert [clip.id for clip in clips.list_clips(lib, second)] == [clip.id for clip in chosen]
    assert keeping.check_library(lib) == []


def test_a_film_does_not_move_to_another_family(lib: Library, cycle_id: UUID, films: FilmShelf) -> None:
    film = put_in(lib, cycle_id, films.film(TINY).path)
    other = families.add_cycle(lib, families.add_family(lib, "F015").value.id, question="What helps?").value.id
    with pytest.raises(Refused):
        importing.move_recording(lib, film.id, cycle_id=other)
    assert importing.recording_card(lib, film.id).cycle_id == cycle_id


def test_the_role_of_a_film_can_be_corrected(lib: Library, cycle_id: UUID, films: FilmShelf) -> None:
    film = put_in(lib, cycle_id, films.film(TINY).path)
    assert importing.change_role(lib, film.id, role="review").value.role == "review"
    assert importing.recording_card(lib, film.id).role == "review"
    with pytest.raises(BadInput):
        importing.change_role(lib, film.id, role="holiday")


SECRET = "she sighed behind the blue curtain"


def test_a_removed_film_is_gone_for_good(lib: Library, family_id: UUID, cycle_id: UUID, films: FilmShelf) -> None:
    keeps = put_in(lib, cycle_id, films.film(another(TINY, 2)).path)
    film = put_in(lib, cycle_id, films.film(SMALL).path, name="Anna im Garten.mov")
    moment = tagging.add_moment(lib, film.id, span=Span.of_us(0, 900_000), note=SECRET).value
    tagging.change_moment(lib, moment.id, note=f"{SECRET}, twice")
    gone_before = tagging.add_moment(lib, film.id, span=Span.of_us(0, 600_000), note=f"{SECRET}, thrice").value
    tagging.remove_moment(lib, gone_before.id)
    clip = clips.clip_from_moment(lib, moment.id).value
    clips.change_clip(lib, clip.id, title=SECRET)
    kept = tagging.add_moment(lib, keeps.id, span=Span.of_us(0, 900_000), note="stays").value
    deriving.make_all(lib)
    source = playing.open_film(lib, film.id).source
    assert isinstance(source, sealed.SealedFile)
    assert list(lib.derived_folder.rglob(f"{source.media_id.hex}*"))
    assert SECRET in everything_in(lib)
    copied_away = source.path.read_bytes()

    changes = importing.remove_recording(lib, film.id)

    assert {film.id, cycle_id, moment.id, clip.id} <= changes.ids
    assert [card.id for card in importing.list_recordings(lib)] == [keeps.id]
    assert len(sealed_films(lib)) == 1
    assert list(lib.derived_folder.rglob(f"{source.media_id.hex}*")) == [], "only what was made of the film that stays is left"
    said = everything_in(lib)
    assert freed_pages(lib) == 0
    assert SECRET not in said
    assert "Anna im Garten" not in said
    assert kept.id in {held.id for held in tagging.list_moments(lib, keeps.id)}
    with pytest.raises(NotThere):
        playing.open_film(lib, film.id)
    media_id = source.media_id
    assert media_id not in lib.keyring.films()
    source.path.parent.mkdir(exist_ok=True)
    source.path.write_bytes(copied_away)  # put back: the key is gone, so nobody opens it
    with pytest.raises(NotThere):
        lib.keyring.film_key(media_id)
    lib.keyring.add_film(media_id, family_id)
    with pytest.raises(Damaged):
        sealed.SealedFile(source.path, media_id=media_id, wrap_key=lib.keyring.film_key(media_id)).open()
    assert {finding.kind for finding in keeping.check_library(lib)} == {"leftover", "key"}


def freed_pages(lib: Library) -> int:
    """Pages of the database that may still hold what was erased."""
    connection = lib.database.fresh()
    try:
        (count,) = connection.execute("PRAGMA freelist_count").fetchone()
        return int(count)
    finally:
        connection.close()


def test_removing_what_is_gone(lib: Library, cycle_id: UUID) -> None:
    with pytest.raises(NotThere):
        importing.remove_recording(lib, UUID(int=3))
