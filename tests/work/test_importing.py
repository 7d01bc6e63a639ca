"""Importing: whole or nothing, the rest of the batch goes on, the original stays as it is."""

from __future__ import annotations

import io
import os
import threading
from collections import namedtuple
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

import pytest

from tests.films import SMALL, FilmShelf
from tests.work.real_films import TINY, another, put_in, sealed_films
from vig_tool.errors import BadInput, Cancelled, Damaged, FilmRefused, NotThere, Refused
from vig_tool.jobs import Job, Progress
from vig_tool.media.indexing import make_index
from vig_tool.media.sample import Recipe
from vig_tool.timing import Span
from vig_tool.vault import sealed
from vig_tool.work import clips, deriving, families, history, importing, keeping, playing, review, sealing, tagging
from vig_tool.work.importing import Imported, import_films
from vig_tool.work.opening import Library


def holds_nothing(lib: Library) -> None:
    """No recording, no key, no sealed or half-sealed file, no intention under way."""
    assert importing.list_recordings(lib) == []
    assert lib.keyring.films() == set()
    assert [path for path in lib.media_folder.rglob("*") if path.is_file()] == []
    assert keeping.check_library(lib) == []


def inside(lib: Library) -> list[Path]:
    return [path.relative_to(lib.folder) for path in lib.folder.rglob("*")]


def one(lib: Library, file: Path, cycle_id: UUID, *, role: str = "interaction") -> Imported:
    return import_films(lib, [file], cycle_id=cycle_id, role=role).value[0]


# ── what comes in ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_film_is_in_the_library_picture_for_picture_and_the_original_is_untouched(
    lib: Library, cycle_id: UUID, films: FilmShelf
) -> None:
    film = films.film(SMALL)
    before, bytes_before = film.path.stat(), film.path.read_bytes()
    outcome = one(lib, film.path, cycle_id)
    assert outcome.error is None
    assert not outcome.known
    card = outcome.recording
    assert card is not None
    assert (card.frames, card.width, card.height, card.rate) == (180, 320, 180, "constant")
    assert (card.role, card.original_name, card.family_code, card.cycle_number) == ("interaction", film.path.name, "F014", 1)
    assert card.has_sound
    assert tuple(importing.recording_index(lib, card.id).times.tolist()) == film.truth.times_us
    assert playing.open_film(lib, card.id).source.open().read() == bytes_before
    after = film.path.stat()
    assert (after.st_mtime_ns, after.st_size) == (before.st_mtime_ns, before.st_size)
    assert film.path.read_bytes() == bytes_before
    assert keeping.check_library(lib) == []


KINDS = [
    (replace(TINY, variable_rate=True), "variable", "Variable rate."),
    (replace(TINY, turn=90, gps=True, container="mov"), "constant", "sideways: shown upright"),
    (replace(TINY, turn=180), "constant", "upside down: shown upright"),
    (replace(TINY, codec="hevc", b_frames=2), "constant", "No sound."),
    (replace(TINY, container="mkv", sound=True), "constant", ""),
    (replace(TINY, container="avi", codec="mjpeg"), "constant", "No sound."),
    (replace(TINY, container="webm", codec="vp9"), "constant", "No sound."),
    (replace(TINY, container="ts"), "constant", "Camcorder film."),
]


def named(value: object) -> str:
    return f"{value.container}-{value.codec}-{value.turn}" if isinstance(value, Recipe) else ""


@pytest.mark.parametrize(("recipe", "rate", "said"), KINDS, ids=named)
def test_kinds_of_film(lib: Library, cycle_id: UUID, films: FilmShelf, recipe: Recipe, rate: str, said: str) -> None:
    film = films.film(recipe)
    card = one(lib, film.path, cycle_id).recording
    assert card is not None
    assert (card.frames, card.width, card.height, card.rate) == (len(film.truth.times_us), recipe.width, recipe.height, rate)
    assert said in " ".join(card.said)


def test_a_place_in_the_film_is_said(lib: Library, cycle_id: UUID, films: FilmShelf) -> None:
    card = one(lib, films.film(replace(TINY, gps=True)).path, cycle_id).recording
    assert card is not None
    assert any("Location tag inside" in sentence for sentence in card.said)


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("Ba\u0308r 🧸 und Ła.mp4", "Bär 🧸 und Ła.mp4"),
        ("קובץ वीडियो 映像.mp4", "קובץ वीडियो 映像.mp4"),
        ("film\nof\tus\x1b[31m.mp4", "film\ufffdof\ufffdus\ufffd[31m.mp4"),
        ("gpj.\u202e4pm", "gpj.\ufffd4pm"),
        ("B\udce9b\udce9.mp4", "B?b?.mp4"),
    ],
)
def test_odd_names(lib: Library, cycle_id: UUID, films: FilmShelf, tmp_path: Path, name: str, kept: str) -> None:
    odd = tmp_path / name
    try:
        odd.write_bytes(films.film(TINY).path.read_bytes())
    except OSError:
        pytest.skip("this disk does not take such a name")
    card = one(lib, odd, cycle_id).recording
    assert card is not None
    assert card.original_name == kept
    assert not any(part in str(path) for path in inside(lib) for part in ("Bär", "film", "mp4"))


# ── several at once ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_film_that_fails_does_not_stop_the_rest(lib: Library, cycle_id: UUID, films: FilmShelf, tmp_path: Path) -> None:
    text, missing = tmp_path / "notes.mp4", tmp_path / "missing.mp4"
    text.write_text("Shopping: bread, milk, apples.\n" * 40)
    good = [films.film(TINY).path, films.film(another(TINY, 2)).path]
    heard: list[Imported] = []
    progress: list[Progress] = []
    done = import_films(
        lib, [good[0], text, missing, tmp_path, good[1]], cycle_id=cycle_id, job=Job(progress.append, every_s=0), on_each=heard.append
    )
    assert [outcome.error is None for outcome in done.value] == [True, False, False, False, True]
    assert heard == done.value
    assert all(outcome.error is None or outcome.error.endswith(".") for outcome in heard)
    assert done.changes.kinds == {"recording", "cycle"}
    assert done.changes.ids == {cycle_id, *(card.id for card in importing.list_recordings(lib, cycle_id=cycle_id))}
    assert len(done.changes.ids) == 3
    parts = [step.part for step in progress if step.part is not None]
    assert parts == sorted(parts)
    assert parts[-1] == 1
    assert keeping.check_library(lib) == []


def test_the_same_film_is_known_under_another_name_and_in_another_cycle(
    lib: Library, family_id: UUID, cycle_id: UUID, films: FilmShelf, tmp_path: Path
) -> None:
    film = films.film(TINY).path
    copy = tmp_path / "copy.mov"
    copy.write_bytes(film.read_bytes())
    second = families.add_cycle(lib, family_id, question="What next?").value.id
    first = one(lib, film, cycle_id)
    again = import_films(lib, [film, copy], cycle_id=second, role="review")
    assert first.recording is not None
    assert [(outcome.known, outcome.recording) for outcome in again.value] == [(True, first.recording)] * 2
    assert again.changes.ids == frozenset()
    assert len(lib.keyring.films()) == 1
    assert keeping.check_library(lib) == []


def test_a_film_with_the_size_of_another_is_not_taken_for_it(lib: Library, cycle_id: UUID, films: FilmShelf, tmp_path: Path) -> None:
    film = films.film(TINY).path.read_bytes()
    paths = [tmp_path / "a.mp4", tmp_path / "b.mp4"]
    for path, note in zip(paths, (b"aaaa", b"bbbb"), strict=True):
        path.write_bytes(film + (12).to_bytes(4, "big") + b"free" + note)
    assert [outcome.known for outcome in import_films(lib, paths, cycle_id=cycle_id).value] == [False, False]
    assert len(importing.list_recordings(lib)) == 2


def test_two_batches_at_once_may_hold_the_same_film(lib: Library, cycle_id: UUID, films: FilmShelf) -> None:
    film = films.film(TINY).path
    outcomes: list[Imported] = []
    both = [threading.Thread(target=lambda: outcomes.append(one(lib, film, cycle_id))) for _ in range(2)]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()
    assert [outcome.error for outcome in outcomes] == [None, None]
    assert len({outcome.recording.id for outcome in outcomes if outcome.recording}) == 1
    assert len(importing.list_recordings(lib)) == 1
    assert keeping.check_library(lib) == []


def test_a_film_taken_in_elsewhere_while_it_was_looked_at_is_known(
    lib: Library, cycle_id: UUID, films: FilmShelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    film, real = films.film(TINY).path, make_index
    theirs: list[UUID] = []

    def slow(*words: object) -> object:
        monkeypatch.setattr(sealing, "make_index", real)
        theirs.append(put_in(lib, cycle_id, film).id)
        return real(*words)  # type: ignore[arg-type]

    monkeypatch.setattr(sealing, "make_index", slow)
    outcome = one(lib, film, cycle_id)
    assert outcome.known
    assert outcome.recording is not None
    assert [outcome.recording.id] == theirs
    assert keeping.check_library(lib) == []


# ── what does not ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("phase", ["Looking at the film", "Sealing the film", "Looking through the film"])
def test_cancelled_in_the_middle_nothing_is_left(lib: Library, cycle_id: UUID, films: FilmShelf, phase: str) -> None:
    job: Job

    def listen(progress: Progress) -> None:
        if progress.doing == phase and (progress.part or 0) < 0.99:
            if phase == "Sealing the film":
                assert [path for path in lib.media_folder.rglob("*") if path.is_file()], "it was to be cancelled while a file is written"
            job.cancel()

    job = Job(listen, every_s=0)
    with pytest.raises(Cancelled):
        import_films(lib, [films.film(replace(SMALL, seconds=3)).path], cycle_id=cycle_id, job=job)
    holds_nothing(lib)


def test_cancelling_keeps_what_is_whole(lib: Library, cycle_id: UUID, films: FilmShelf) -> None:
    job = Job()
    with pytest.raises(Cancelled):
        import_films(
            lib,
            [films.film(TINY).path, films.film(another(TINY, 2)).path],
            cycle_id=cycle_id,
            job=job,
            on_each=lambda _: job.cancel(),
        )
    assert len(importing.list_recordings(lib)) == 1
    assert keeping.check_library(lib) == []


def test_cancelled_after_the_last_film_all_is_whole(lib: Library, cycle_id: UUID, films: FilmShelf) -> None:
    job = Job()
    done = import_films(lib, [films.film(TINY).path], cycle_id=cycle_id, job=job, on_each=lambda _: job.cancel())
    assert done.changes.touches("recording")


def test_a_film_that_changes_while_it_is_read_is_not_kept(
    lib: Library, cycle_id: UUID, films: FilmShelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    growing = tmp_path / "growing.mp4"
    growing.write_bytes(films.film(TINY).path.read_bytes())
    real = sealed.seal

    def seal_while_it_grows(*words: object, **named_words: object) -> int:
        size = real(*words, **named_words)  # type: ignore[arg-type]
        with growing.open("ab") as file:
            file.write(b"more")
        return size

    monkeypatch.setattr(sealing, "seal", seal_while_it_grows)
    outcome = one(lib, growing, cycle_id)
    assert outcome.error is not None
    assert "changed while it was being read" in outcome.error
    holds_nothing(lib)


Usage = namedtuple("Usage", "total used free")


def test_without_room_nothing_is_begun(lib: Library, cycle_id: UUID, films: FilmShelf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vig_tool.work.sealing.shutil.disk_usage", lambda _: Usage(10**9, 10**9 - 1000, 1000))
    outcome = one(lib, films.film(TINY).path, cycle_id)
    assert outcome.error is not None
    assert "not enough room" in outcome.error
    holds_nothing(lib)


def test_a_disk_that_fills_up_on_the_way(lib: Library, cycle_id: UUID, films: FilmShelf, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(sealed, "_write", full)
    outcome = one(lib, films.film(TINY).path, cycle_id)
    assert outcome.error is not None
    assert "disk is full" in outcome.error
    holds_nothing(lib)


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="an administrator may read everything")
def test_a_film_that_may_not_be_read(lib: Library, cycle_id: UUID, films: FilmShelf, tmp_path: Path) -> None:
    closed = tmp_path / "closed.mp4"
    closed.write_bytes(films.film(TINY).path.read_bytes())
    closed.chmod(0)
    assert one(lib, closed, cycle_id).error is not None
    holds_nothing(lib)


class Scratched(io.BytesIO):
    """A card that cannot be read to its end."""

    def read(self, size: int | None = -1, /) -> bytes:
        if self.tell() > 4000:
            raise OSError(5, "Input/output error")
        return super().read(min(2000, size if size and size > 0 else 2000))


def test_a_read_error_in_the_middle(lib: Library, cycle_id: UUID, films: FilmShelf, monkeypatch: pytest.MonkeyPatch) -> None:
    real = sealed.seal

    def scratched(reader: BinaryIO, *words: object, **named_words: object) -> int:
        return real(Scratched(reader.read()), *words, **named_words)  # type: ignore[arg-type]

    monkeypatch.setattr(sealing, "seal", scratched)
    outcome = one(lib, films.film(TINY).path, cycle_id)
    assert outcome.error is not None
    assert "could not be read to its end" in outcome.error
    holds_nothing(lib)


def test_what_is_no_film_after_sealing_is_taken_back(lib: Library, cycle_id: UUID) -> None:
    """A film that fools the gate (or changed since) is looked at again from its sealed file."""
    with pytest.raises(FilmRefused):
        importing.take_in_made(lib, io.BytesIO(b"Shopping: bread, milk.\n" * 1000), cycle_id=cycle_id, name="notes.mp4")
    holds_nothing(lib)


def test_a_whole_recording_is_never_taken_back(
    lib: Library, cycle_id: UUID, films: FilmShelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = sealing._keep

    def interrupted(*words: object) -> object:
        real(*words)  # type: ignore[arg-type]
        raise KeyboardInterrupt

    monkeypatch.setattr(sealing, "_keep", interrupted)
    with pytest.raises(KeyboardInterrupt):
        one(lib, films.film(TINY).path, cycle_id)
    assert len(importing.list_recordings(lib)) == 1
    assert keeping.check_library(lib) == []


def test_unknown_role_and_cycle(lib: Library, cycle_id: UUID, films: FilmShelf) -> None:
    with pytest.raises(BadInput):
        one(lib, films.film(TINY).path, cycle_id, role="holiday")
    with pytest.raises(NotThere):
        one(lib, films.film(TINY).path, UUID(int=7))
    holds_nothing(lib)


# ── correcting and removing ───────────────────────────────────────────────────────────────────────────────────────────────────


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
    assert SECRET in everything_in(lib)
    assert isinstance(source, sealed.SealedFile)
    copied_away = source.path.read_bytes()

    changes = importing.remove_recording(lib, film.id)

    assert {film.id, cycle_id, moment.id, clip.id} <= changes.ids
    assert [card.id for card in importing.list_recordings(lib)] == [keeps.id]
    assert len(sealed_films(lib)) == 1
    assert [path for path in lib.derived_folder.rglob("*") if path.is_file()] == []
    said = everything_in(lib)
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


def everything_in(lib: Library) -> str:
    """Every value of every table, read past the program: what the key to the database gives to anybody who has it."""
    connection = lib.database.fresh()
    try:
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        values = [str(value) for table in tables for row in connection.execute(f'SELECT * FROM "{table}"') for value in row]  # noqa: S608
        assert connection.execute("PRAGMA freelist_count").fetchone() == (0,), "freed pages may still hold what was erased"
    finally:
        connection.close()
    return "\n".join(values)


def test_removing_what_is_gone(lib: Library, cycle_id: UUID) -> None:
    with pytest.raises(NotThere):
        importing.remove_recording(lib, UUID(int=3))
