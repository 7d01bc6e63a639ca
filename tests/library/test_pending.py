"""Taking in and removing films, interrupted anywhere: the whole recording or nothing, and not one file of anybody else's."""

from __future__ import annotations

import uuid

import pytest
from sqlalchemy import select

from tests.library.conftest import PASSPHRASE, family_of, seal_something, take_in
from tests.library.test_history import cut, tag
from vig_tool.errors import NotThere
from vig_tool.library import history, pending
from vig_tool.library.check import check
from vig_tool.library.models import Clip, Edit, Moment, ParentWords, Pending, Recording, Review
from vig_tool.library.opening import Library, open_library
from vig_tool.vault.keyring import Keyring


class Killed(BaseException):
    """As if the process ended here."""


def crash_and_reopen(lib: Library) -> Library:
    lib.close()
    return open_library(lib.folder, PASSPHRASE)


def counts(lib: Library) -> tuple[int, int, int]:
    """Rows, sealed files, keys of films."""
    with lib.reading() as session:
        rows = session.query(Recording).count()
    return rows, len([path for path in lib.media_folder.rglob("*") if path.is_file()]), len(lib.keyring.films())


def test_an_import_is_whole(lib: Library, recording_id: uuid.UUID) -> None:
    assert counts(lib) == (1, 1, 1)
    assert check(lib) == []
    again = crash_and_reopen(lib)
    assert counts(again) == (1, 1, 1)
    again.close()


@pytest.mark.parametrize("far", ["noted", "half", "sealed", "derived"])
def test_an_interrupted_import_leaves_nothing(lib: Library, cycle_id: uuid.UUID, recording_id: uuid.UUID, far: str) -> None:
    family_id = family_of(lib, cycle_id)
    media_id = pending.begin_import(lib, family_id)
    path = lib.film_path(media_id)
    if far == "half":
        path.with_name(path.name + ".new").write_bytes(b"half a film")
    if far in ("sealed", "derived"):
        seal_something(lib, media_id, family_id)
    if far == "derived":
        derived = lib.derived_path(media_id, "filmstrip")
        derived.parent.mkdir()
        derived.write_bytes(b"sealed pictures")
    foreign = lib.media_folder / "notes of mine.txt"
    foreign.write_text("not the program's")
    again = crash_and_reopen(lib)
    assert foreign.read_text() == "not the program's"
    foreign.unlink()
    assert counts(again) == (1, 1, 1)
    assert check(again) == []
    again.close()


def test_a_key_that_cannot_be_made_leaves_no_intention(lib: Library, cycle_id: uuid.UUID) -> None:
    with pytest.raises(NotThere):
        pending.begin_import(lib, uuid.uuid4())
    with lib.reading() as session:
        assert session.query(Pending).count() == 0


def test_removing_takes_rows_files_keys_and_edits(lib: Library, cycle_id: uuid.UUID, recording_id: uuid.UUID) -> None:
    scope = family_of(lib, cycle_id)
    other = take_in(lib, cycle_id)
    kept = tag(lib, other, scope, label="Kept")
    moment_id = tag(lib, recording_id, scope)
    clip_id = cut(lib, moment_id, cycle_id, scope)
    with lib.change("words.kept", scope=scope, label="Words") as unit:
        review = Review(cycle_id=cycle_id, resume_clip_id=clip_id)
        unit.session.add(review)
        unit.session.flush()
        unit.session.add(ParentWords(review_id=review.id, clip_id=clip_id, text="He looked at me!"))
    with lib.reading() as session:
        media_id = session.get_one(Recording, recording_id).media_id
    changes = pending.remove_recording(lib, recording_id)
    assert {("recording", recording_id), ("moment", moment_id), ("clip", clip_id)} <= changes
    assert counts(lib) == (1, 1, 1)
    with pytest.raises(NotThere):
        lib.keyring.film_key(media_id)
    with lib.reading() as session:
        assert list(session.scalars(select(Moment.id))) == [kept]
        assert session.query(Clip).count() == 0
        assert session.query(ParentWords).all() == []  # nobody could correct or remove them any more
        assert list(session.scalars(select(Edit.label))) == ["Kept"]
        assert history.labels(session, scope) == ("Kept", "")
    assert check(lib) == []
    with pytest.raises(NotThere):
        pending.remove_recording(lib, recording_id)


@pytest.mark.parametrize("where", ["drop_film", "change", "sweep", "_forget"])
def test_an_interrupted_removal_is_finished(
    lib: Library, cycle_id: uuid.UUID, recording_id: uuid.UUID, where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    take_in(lib, cycle_id)

    def killed(*_: object, **__: object) -> None:
        raise Killed

    place = {"drop_film": Keyring, "change": Library, "sweep": Library, "_forget": pending}[where]
    monkeypatch.setattr(place, where, killed)
    with pytest.raises(Killed):
        pending.remove_recording(lib, recording_id)
    monkeypatch.undo()
    again = crash_and_reopen(lib)
    assert counts(again) == (1, 1, 1)
    assert check(again) == []
    with again.reading() as session:
        assert session.get(Recording, recording_id) is None
    again.close()


def test_a_family_key_without_a_family_is_dropped(lib: Library, recording_id: uuid.UUID) -> None:
    lib.keyring.add_family(uuid.uuid4())
    again = crash_and_reopen(lib)
    assert len(again.keyring.families()) == 1
    again.close()
