"""Prepares films in the background: one quiet thread makes what is missing, steps back while somebody watches, and can be paused."""

from __future__ import annotations

import contextlib
import os
import sys
import threading
from dataclasses import dataclass
from uuid import UUID

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from app.video.player import Player
from vig_tool.errors import Cancelled, NoRoom, UserError
from vig_tool.jobs import HeldJob
from vig_tool.timing import Instant
from vig_tool.work import deriving
from vig_tool.work.changes import Changes
from vig_tool.work.deriving import Missing
from vig_tool.work.opening import Library

_AFTER_MS = 1000
"""So long after the last picture was shown it goes on."""

_NICENESS = 5
"""Behind everything that is seen, but not last of all: whoever holds Python's lock and never gets a turn keeps the window waiting."""


@dataclass(frozen=True, slots=True)
class Preparing:
    """How many films are still to be prepared, and whether that rests."""

    films: int = 0
    paused: bool = False


class Background(QObject):
    """Built by wiring for an open library; nothing runs before `start`. Every signal is sent in the UI thread.

    told(Preparing)         what is left, whenever that changes
    made(id, kind)          of this recording, this is there from now on (the kinds of `vig_tool.work.deriving`)
    stopped(trouble)        the disk is full: said once, then it rests until it is told to go on
    troubled(exception)     a bug; that thing is left out until the next start
    """

    told = Signal(object)
    made = Signal(object, str)
    stopped = Signal(object)
    troubled = Signal(object)

    _counted = Signal(int)
    _finished = Signal(object, str)
    _full = Signal(object)
    _broke = Signal(object)

    def __init__(self, library: Library, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._library = library
        self._turn = threading.Condition()
        self._first: UUID | None = None
        self._but: set[tuple[UUID, str]] = set()
        self._looked = self._paused = self._held = self._closing = False
        self._job = HeldJob()
        self._wanted: Missing | None = None
        self._thread: threading.Thread | None = None
        self._films = 0
        self._planned = False
        self._running: set[Player] = set()
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.setInterval(_AFTER_MS)
        self._quiet.timeout.connect(self._settle)
        queued = Qt.ConnectionType.QueuedConnection
        self._counted.connect(self._tell, queued)
        self._finished.connect(self.made, queued)
        self._full.connect(self._tell_full, queued)
        self._broke.connect(self.troubled, queued)

    @property
    def idle(self) -> bool:
        """Whether nothing is left to be made, or nothing is to be made now."""
        return self._thread is None or self._paused or (self._planned and self._films == 0)

    @property
    def preparing(self) -> Preparing:
        return Preparing(self._films, self._paused)

    def start(self) -> None:
        self._thread = threading.Thread(target=self._run, name="background: preparing films")
        self._thread.start()

    def close(self) -> None:
        """Stops what is under way and joins the thread. May be called twice."""
        with self._turn:
            self._closing = True
            self._job.cancel()
            self._turn.notify_all()
        self._quiet.stop()
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def pause(self) -> None:
        """Until `go_on`, or the next start."""
        with self._turn:
            self._paused = True
            self._hold()
        self.told.emit(self.preparing)

    def go_on(self) -> None:
        with self._turn:
            self._paused, self._looked = False, True
            self._hold()
            self._turn.notify_all()
        self.told.emit(self.preparing)

    def come_first(self, recording_id: UUID) -> None:
        """This film is open: what is shown of it is made before anything else."""
        with self._turn:
            self._first = recording_id
        if self._thread is not None and not deriving.is_shown_whole(self._library, recording_id):
            self.look()

    def look(self) -> None:
        """Something may be missing now: the plan is made anew, and long work gives way to it."""
        with self._turn:
            self._looked = True
            if self._wanted is not None and self._wanted.long:
                self._job.cancel()
            self._turn.notify_all()

    def changed(self, changes: Changes, _initiator: QObject | None = None) -> None:
        """What the announcer says: films came, went, or are to be copied or not."""
        if changes.touches("recording", "setting"):
            with self._turn:
                gone = self._wanted is not None and self._wanted.recording_id in changes.ids
                if gone:
                    self._job.cancel()
            self.look()

    # While somebody watches

    def give_way_to(self, player: Player) -> None:
        """Rests while this player runs, is stepped or scrubbed."""
        player.shown.connect(self._seen)
        player.playing_changed.connect(lambda on: self._watch(player, on=on))

    def _watch(self, player: Player, *, on: bool) -> None:
        if on:
            self._running.add(player)
        else:
            self._running.discard(player)
            self._quiet.start()
        self._settle()

    def rest_a_moment(self) -> None:
        """Something is asked of the window that wants the processor for itself."""
        began = not self._quiet.isActive()
        self._quiet.start()
        if began:
            self._settle()

    def _seen(self, _at: Instant, _number: int) -> None:
        self.rest_a_moment()

    def _settle(self) -> None:
        with self._turn:
            self._held = bool(self._running) or self._quiet.isActive()
            self._hold()

    def _hold(self) -> None:
        """With the turn taken."""
        if (self._paused or self._held) and not self._closing:
            self._job.hold()
        else:
            self._job.go_on()

    # In the thread

    def _run(self) -> None:
        _step_back()
        try:
            deriving.tidy(self._library, self._begin(None))
            while (wanted := self._next()) is not None:
                self._make(wanted)
        except Cancelled:
            return  # closing
        except Exception as trouble:  # noqa: BLE001 - a bug: told; films are not prepared any more until the next start
            self._broke.emit(trouble)

    def _next(self) -> Missing | None:
        """Waits for something to do; None: the end."""
        while not self._closing:
            with self._turn:
                self._looked = False
                first, but = self._first, frozenset(self._but)
            plan = deriving.missing(self._library, first=first, but=but)
            self._counted.emit(len({each.recording_id for each in plan}))
            with self._turn:
                if plan and not self._paused:
                    return plan[0]
                self._turn.wait_for(lambda: self._closing or self._looked)
        return None

    def _make(self, wanted: Missing) -> None:
        job = self._begin(wanted)
        try:
            deriving.make(self._library, wanted, job)
        except Cancelled:
            return
        except NoRoom as trouble:
            with self._turn:
                self._paused = True
            self._full.emit(trouble)
        except UserError:  # of this film it cannot be made; the film itself says what is wrong with it
            self._but.add((wanted.media_id, wanted.kind))
        except Exception as trouble:  # noqa: BLE001 - a bug: told, and the other films still have their turn
            self._but.add((wanted.media_id, wanted.kind))
            self._broke.emit(trouble)
        else:
            self._finished.emit(wanted.recording_id, wanted.kind)
        finally:
            with self._turn:
                self._wanted = None

    def _begin(self, wanted: Missing | None) -> HeldJob:
        with self._turn:
            self._job, self._wanted = HeldJob(), wanted
            if self._closing:
                self._job.cancel()
            self._hold()
            return self._job

    # Back in the UI thread

    def _tell(self, films: int) -> None:
        self._planned = True
        if films != self._films:
            self._films = films
            self.told.emit(self.preparing)

    def _tell_full(self, trouble: NoRoom) -> None:
        self.stopped.emit(trouble)
        self.told.emit(self.preparing)


def _step_back() -> None:
    """Lowers this thread, and the decoders' threads that it starts, where a thread may be lowered by itself."""
    with contextlib.suppress(OSError, AttributeError):
        if sys.platform == "linux":
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICENESS)
