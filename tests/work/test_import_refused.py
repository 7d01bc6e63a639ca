"""Importing what fails, is cancelled or changes on the way: whole or nothing."""

from __future__ import annotations

import io
import os
from collections import namedtuple
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

import pytest

from tests.films import SMALL, FilmShelf
from tests.work.imported import holds_nothing, one
from tests.work.real_films import TINY, another
from vig_tool.errors import Cancelled, FilmRefused
from vig_tool.jobs import Job, Progress
from vig_tool.vault import sealed
from vig_tool.work import importing, keeping, sealing
from vig_tool.work.importing import import_films
from vig_tool.work.opening import Library


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
