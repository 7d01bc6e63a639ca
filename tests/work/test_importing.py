"""Importing: what comes in is there picture for picture; the rest of the batch goes on; the original stays as it is."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest

from tests.films import SMALL, FilmShelf
from tests.work.imported import holds_nothing, one
from tests.work.real_films import TINY, another, put_in
from vig_tool.errors import BadInput, NotThere
from vig_tool.jobs import Job, Progress
from vig_tool.media.index.indexing import make_index
from vig_tool.media.sample import Recipe
from vig_tool.work import families, importing, keeping, playing, sealing
from vig_tool.work.importing import Imported, import_films
from vig_tool.work.opening import Library


def inside(lib: Library) -> list[Path]:
    return [path.relative_to(lib.folder) for path in lib.folder.rglob("*")]


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


def test_unknown_role_and_cycle(lib: Library, cycle_id: UUID, films: FilmShelf) -> None:
    with pytest.raises(BadInput):
        one(lib, films.film(TINY).path, cycle_id, role="holiday")
    with pytest.raises(NotThere):
        one(lib, films.film(TINY).path, UUID(int=7))
    holds_nothing(lib)
