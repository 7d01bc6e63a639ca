"""Intentions: what touches files and keys is noted first, so that a crash leaves a whole recording or nothing, and no key too many."""

from __future__ import annotations

import contextlib
import uuid
from pathlib import Path

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from vig_tool.errors import NotThere
from vig_tool.library import history, talk
from vig_tool.library.library import Library
from vig_tool.library.models import Cycle, Family, Pending, Recording
from vig_tool.library.rows import Thing
from vig_tool.library.schema import COPY_NAME
from vig_tool.library.types import new_media_id
from vig_tool.vault.durable import make_folder, sync_folder

_OF_A_FILM = frozenset({"recording", "moment", "clip"})


def begin_import(lib: Library, family_id: uuid.UUID) -> uuid.UUID:
    """Notes that a film is coming, makes its key and the folder its sealed file goes to; gives back its media id.

    From here until `finish_import` (or `abandon_import`) whatever is sealed at `lib.film_path(media_id)` is removed if we are killed.
    """
    media_id = new_media_id()
    with lib.aside() as session:
        session.add(Pending(kind="import", media_id=media_id))
    try:
        lib.keyring.add_film(media_id, family_id)
        make_folder(lib.film_path(media_id).parent)
    except BaseException:
        abandon_import(lib, media_id)
        raise
    return media_id


def finish_import(session: Session, media_id: uuid.UUID) -> None:
    """To be called in the unit that adds the recording's row: from its commit on, the recording is whole."""
    session.execute(delete(Pending).where(Pending.media_id == media_id))


def abandon_import(lib: Library, media_id: uuid.UUID) -> None:
    """Takes back an import that failed or was cancelled: key, sealed file, whatever was made from it. A finished one stays whole."""
    with lib.reading() as session:
        if session.scalar(select(Pending.id).where(Pending.media_id == media_id)) is None:
            return
    lib.keyring.drop_film(media_id)
    if _remove_files(lib, media_id):
        _forget(lib, media_id)


def remove_recording(lib: Library, recording_id: uuid.UUID) -> frozenset[Thing]:
    """Destroys the film's key, then its rows, what was said about its clips and every edit that speaks of them, then its files.

    Once the key is gone there is no way back; what a crash interrupts is finished at the next opening. Raises NotThere.
    """
    with lib.aside() as session:
        recording = session.get(Recording, recording_id)
        if recording is None:
            raise NotThere("This film is no longer in the library.")
        media_id = recording.media_id
        session.add(Pending(kind="removal", media_id=media_id))
    return _finish_removal(lib, media_id)


def clean_up(lib: Library) -> None:
    """Takes back imports and finishes removals that were interrupted. Touches nothing but what an intention names."""
    with lib.reading() as session:
        waiting = list(session.scalars(select(Pending).order_by(Pending.noted_at)))
        families = set(session.scalars(select(Family.id)))
    for pending in waiting:
        if pending.kind == "import":
            abandon_import(lib, pending.media_id)
        else:
            _finish_removal(lib, pending.media_id)
    in_use = {lib.keyring.family_of(media_id) for media_id in lib.keyring.films()}
    for family_id in lib.keyring.families() - families - in_use:
        lib.keyring.drop_family(family_id)  # made just before a row that was never written


def _finish_removal(lib: Library, media_id: uuid.UUID) -> frozenset[Thing]:
    lib.keyring.drop_film(media_id)
    touched: frozenset[Thing] = frozenset()
    with lib.reading() as session:
        recording_id = session.scalar(select(Recording.id).where(Recording.media_id == media_id))
    if recording_id is not None:
        with lib.change("recording.removed") as unit:
            recording = unit.session.get_one(Recording, recording_id)
            cycle = unit.session.get_one(Cycle, recording.cycle_id)
            unit.about(recording_id)
            for word in talk.said_about(unit.session, recording_id):
                unit.session.delete(word)  # nobody could correct or remove it any more, and the film may have been another family's
            unit.session.flush()
            unit.session.delete(recording)
            unit.session.flush()
            history.forget(unit.session, cycle.family_id, frozenset(thing for thing in unit.changes if thing[0] in _OF_A_FILM))
        touched = unit.changes
    lib.folder.joinpath(COPY_NAME).unlink(missing_ok=True)
    gone = _remove_files(lib, media_id)
    lib.sweep()
    if gone:
        _forget(lib, media_id)
    return touched


def _remove_files(lib: Library, media_id: uuid.UUID) -> bool:
    """Removes a film's sealed files; False where one is still held open (on Windows), to be tried again at the next opening."""
    film = lib.film_path(media_id)
    derived = lib.derived_path(media_id, "").parent
    files = [film, *film.parent.glob(f"{media_id.hex}.*"), *derived.glob(f"{media_id.hex}-*")]
    try:
        for file in files:
            file.unlink(missing_ok=True)
        for folder in (film.parent, derived):
            _settle(folder)
    except OSError:
        return False
    return True


def _settle(folder: Path) -> None:
    if folder.is_dir():
        with contextlib.suppress(OSError):
            folder.rmdir()  # only where it is empty
        sync_folder(folder if folder.is_dir() else folder.parent)


def _forget(lib: Library, media_id: uuid.UUID) -> None:
    with lib.aside() as session:
        session.execute(delete(Pending).where(Pending.media_id == media_id))
