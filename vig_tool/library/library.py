"""An open library: its keys, its database, where its sealed files lie, and the two ways to work with it: reading and changing."""

from __future__ import annotations

import contextlib
import threading
import uuid
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from sqlcipher3 import dbapi2 as sqlcipher

from vig_tool.library.engine import Database
from vig_tool.library.indexes import Indexes
from vig_tool.library.lock import FolderLock
from vig_tool.library.trouble import sorted_trouble
from vig_tool.library.unit import Unit
from vig_tool.vault.keyring import Keyring


class Library:
    """Made by `vig_tool.library.opening`. May be used from any thread; writing threads wait for each other."""

    def __init__(self, folder: Path, *, practice: bool, keyring: Keyring, database: Database, lock: FolderLock) -> None:
        self.folder = folder
        self.practice = practice
        self.keyring = keyring
        self.database = database
        self.indexes = Indexes()
        self._lock = lock
        self._turn = threading.Lock()
        self._looks = threading.local()
        self._writer: int | None = None
        self._closed = False

    @property
    def id(self) -> uuid.UUID:
        return self.keyring.library_id

    @property
    def person_id(self) -> uuid.UUID:
        """Who opened it."""
        return self.keyring.person_id

    # ── where sealed files lie ────────────────────────────────────────────────────────────────────────────────────────────

    @property
    def media_folder(self) -> Path:
        return self.folder / "media"

    @property
    def derived_folder(self) -> Path:
        return self.folder / "derived"

    def film_path(self, media_id: uuid.UUID) -> Path:
        return self.media_folder / media_id.hex[-2:] / media_id.hex

    def derived_path(self, media_id: uuid.UUID, kind: str) -> Path:
        """Where what was made from a film lies (`kind`: a plain word such as "filmstrip"). May always be thrown away."""
        return self.derived_folder / media_id.hex[-2:] / f"{media_id.hex}-{kind}"

    # ── reading and changing ──────────────────────────────────────────────────────────────────────────────────────────────

    @contextlib.contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that sees one state of the library and cannot change it."""
        look: Session | None = getattr(self._looks, "session", None)
        if look is not None:
            yield look
            return
        read = self.database.engine("read")
        with sorted_trouble(writing=False), Session(read, expire_on_commit=False, autoflush=False) as session:
            yield session

    @contextlib.contextmanager
    def one_look(self) -> Iterator[None]:
        """All that this thread reads inside sees one state of the library, and no row is fetched twice: for a screen that is filled by
        many use cases at once. A change inside ends it: what is read after that is new."""
        if getattr(self._looks, "session", None) is not None:
            yield
            return
        kept: list[object] = []  # the session itself forgets what nobody holds
        with self.reading() as session:
            event.listen(session, "loaded_as_persistent", lambda _session, row: kept.append(row))
            self._looks.session = session
            try:
                yield
            finally:
                self._looks.session = None

    @contextlib.contextmanager
    def change(self, action: str, *, scope: uuid.UUID | None = None, label: str | None = None) -> Iterator[Unit]:
        """One user action in one transaction, durable when this ends. `action` is what the trail says ("clip.added").

        With a `label` it becomes an edit of `scope` that can be taken back. Whatever is raised inside rolls everything back. Raises
        NoRoom, Refused (the database is held elsewhere), Damaged.
        """
        with self.aside() as session:
            unit = Unit(session, self.keyring, self.id)
            yield unit
            unit.finish(action, scope=scope, label=label)

    @contextlib.contextmanager
    def aside(self) -> Iterator[Session]:
        """A transaction without a trail entry, for the library's own book-keeping."""
        write = self.database.engine("write")
        self._looks.session = None
        with self._my_turn(), sorted_trouble(), Session(write, expire_on_commit=False) as session, session.begin():
            yield session

    @contextlib.contextmanager
    def _my_turn(self) -> Iterator[None]:
        if self._closed:
            raise RuntimeError("the library was closed")
        if self._writer == threading.get_ident():
            raise RuntimeError("a change within a change")
        with self._turn:
            self._writer = threading.get_ident()
            try:
                yield
            finally:
                self._writer = None

    # ── keeping it small and closing it ───────────────────────────────────────────────────────────────────────────────────

    def sweep(self) -> None:
        """Takes what was erased out of the database file and its log for good.

        Erased rows are overwritten as they go; this only gives their room back, so a reader in the way or a full disk does not matter.
        """
        with self._my_turn():
            connection = self.database.fresh()
            try:
                connection.execute("PRAGMA busy_timeout=1000")
                with contextlib.suppress(sqlcipher.OperationalError):
                    connection.execute("VACUUM")
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            finally:
                connection.close()

    def close(self) -> None:
        """Lets go of database and lock. May be called twice."""
        if self._closed:
            return
        with self._turn:
            self._closed = True
        self.indexes.forget()
        with contextlib.suppress(DBAPIError):
            self.database.close()
        self._lock.release()
