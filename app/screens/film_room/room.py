"""The film room: opens a recording, plays it, and turns keys into moments that are on disk when the key comes up."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QStackedWidget, QWidget

from app.actions import Place
from app.asking import AskWhere, ask_where
from app.bindings import ActionSet
from app.rooms import Crumb, Desk, Room, RoomId, Where
from app.screens.film_room.chain import Turns
from app.screens.film_room.films import FilmChoice
from app.screens.film_room.finding.part import Finding
from app.screens.film_room.line_edits import LineEdits
from app.screens.film_room.looking.drawings import Drawings
from app.screens.film_room.looking.looking import Looking
from app.screens.film_room.marking import Marking
from app.screens.film_room.part import Part, Whole
from app.screens.film_room.passes.passes import Passes
from app.screens.film_room.reading import Reading
from app.screens.film_room.scheme_part import SchemePart
from app.screens.film_room.sheet import Sheet
from app.screens.film_room.side import Side
from app.screens.film_room.stage import Stage
from app.theme.icons import Icon
from app.video.player import Player
from app.widgets.empty import EmptyState
from app.widgets.plain import IconButton, column, row
from vig_tool.errors import NotThere, Refused
from vig_tool.jobs import Job
from vig_tool.work import exporting, families, history, importing, left_off, tagging
from vig_tool.work.changes import Changes
from vig_tool.work.importing import RecordingCard

PARTS: tuple[Callable[[Whole], Part], ...] = (
    SchemePart,
    Passes,
    Turns,
    Looking,
    Drawings,
    Finding,
    LineEdits,
)
"""One line for each: what it adds to the room is in its own module."""

_KINDS = ("moment", "clip", "recording", "cycle", "family")


class FilmRoom(Room):
    """`sheet` is what it knows of the film; `stage` plays it; every change of moments goes through `marking`."""

    def __init__(self, desk: Desk, make_player: Callable[[], Player], ask: AskWhere = ask_where) -> None:
        super().__init__(desk)
        self._where = Where()
        self._ask = ask
        self.sheet: Sheet | None = None
        self.marking = Marking(desk, self)
        self._reading = Reading(desk.library)
        self.stage = Stage(desk, make_player)
        self.side = Side()
        self.films = FilmChoice()
        self._build()
        self._listen()
        self.parts: tuple[Part, ...] = tuple(make(self) for make in PARTS)
        handlers = self.stage.handlers() | self._handlers()
        for part in self.parts:
            handlers |= part.handlers()
        self.actions_here = ActionSet(self, Place.FILM_ROOM, handlers)

    def _build(self) -> None:
        self.fold = IconButton(Icon.FOLD, "Fold the right side (F)", on_click=self.fold_side)
        self.stage.transport.add(self.fold)
        left = column(None, self.films, self.stage, space=0)
        left.setStretch(1, 1)
        filled = QWidget()
        row(filled, left, self.side, space=0).setStretch(0, 1)
        self._nothing = EmptyState(
            Icon.CAMERA,
            "There is no film in this cycle yet. Drop one here, or add it on the family's page.",
            "To the family",
            self._go_to_family,
        )
        self.pages = QStackedWidget()
        self.pages.addWidget(filled)
        self.pages.addWidget(self._nothing)
        row(self, self.pages)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def _listen(self) -> None:
        self.stage.transport.asked.connect(self._play_asked)
        self.stage.line.mark_chosen.connect(self._choose_mark)
        self.films.chosen.connect(self._open_film)
        self.desk.announcer.changed.connect(self._changed)

    def _handlers(self) -> dict[str, Callable[..., object]]:
        return {
            "moment.leave": self.select_nothing,
            "room.fold": self.fold_side,
            "still.export": self.export_still,
        }

    @property
    def host(self) -> QWidget:
        return self

    @property
    def title(self) -> str:
        return "Film room"

    @property
    def dark(self) -> bool:
        return True

    def where(self) -> Where:
        return self._where

    def crumbs(self) -> tuple[Crumb, ...]:
        if self.sheet is None:
            return (Crumb(self.title),)
        family = Where(family=self._where.family)
        cycle = Where(family=self._where.family, cycle=self._where.cycle)
        card = self.sheet.recording
        return (
            Crumb(card.family_code, RoomId.FAMILIES, family),
            Crumb(f"Cycle {card.cycle_number}", RoomId.FAMILIES, cycle),
            Crumb(self.title),
        )

    def enter(self, where: Where) -> None:
        library = self.desk.library
        if where.recording is not None:
            cycle_id = importing.recording_card(library, where.recording).cycle_id
        elif where.cycle is not None:
            cycle_id = where.cycle
        else:
            raise Refused("The film room shows the film of a cycle.", advice="Open a family first.")
        films = importing.list_recordings(library, cycle_id=cycle_id)
        recording = where.recording or self._usual_film(cycle_id, films)
        self._where = Where(family=families.family_of_cycle(library, cycle_id), cycle=cycle_id, recording=recording)
        self.films.show_films(films, recording)
        self.pages.setCurrentIndex(0 if recording is not None else 1)
        if recording is None:
            self._put_film_away()
        else:
            self._show_film(recording, where.moment)
        self.crumbs_changed.emit()

    def leave(self) -> None:
        self.side.inspector.flush()
        self._put_film_away()

    # Going about

    def show_moment(self, moment_id: UUID) -> None:
        """Selects it and shows its first picture."""
        if self.sheet is None:
            return
        self.show_sheet(self.sheet.selecting(moment_id))
        if self.sheet.moment is not None:
            self.stage.pause()
            self.stage.seek(self.sheet.moment.span.start)

    def select_nothing(self) -> None:
        if self.sheet is not None:
            self.show_sheet(self.sheet.selecting(None))

    def fold_side(self) -> None:
        """More room for the picture, or the side back."""
        folded = self.side.isHidden()
        self.side.inspector.flush()
        self.side.setVisible(folded)
        self.fold.show_icon(Icon.FOLD if folded else Icon.UNFOLD, "Fold the right side (F)" if folded else "Show the right side (F)")

    def show_side(self) -> None:
        if self.side.isHidden():
            self.fold_side()
        self.side.wanted.emit()

    def export_still(self) -> None:
        if self.sheet is None:
            return
        self.stage.pause()
        at = self.stage.now
        out = self._ask(self, "Save this picture", f"picture {at.text.replace(':', '-').replace('.', '-')}.png")
        if out is None:
            return
        library, recording = self.desk.library, self.sheet.recording.id

        def work(_job: Job) -> Path:
            exporting.export_still(library, recording, at=at, out=out)
            return out

        self.desk.tasks.run(work, title="Saving the picture", done=self._still_saved)

    def _still_saved(self, out: Path) -> None:
        self.desk.notices.say(f"Saved as “{out.name}”. Outside the library it is no longer protected.")

    # Inside

    def _usual_film(self, cycle_id: UUID, films: Sequence[RecordingCard]) -> UUID | None:
        """The one of this cycle that was left last; else the first interaction."""
        left = left_off.last_left(self.desk.library, cycle_id=cycle_id)
        if left is not None:
            return left.recording_id
        first = next((film for film in films if film.role == "interaction"), films[0] if films else None)
        return None if first is None else first.id

    def _show_film(self, recording: UUID, moment: UUID | None) -> None:
        library = self.desk.library
        if self.sheet is None or self.sheet.recording.id != recording:
            self._put_film_away()
            card, scheme = importing.recording_card(library, recording), tagging.scheme_for(library, recording)
            self.sheet = Sheet(card, scheme, selected=left_off.read_left(library, recording).moment)
        is_new = self.stage.film is None
        self.stage.open(recording, at=left_off.read_left(library, recording).at if is_new else self.stage.now)
        if is_new:
            for part in self.parts:
                part.film_opened()
        self._reading.begin_anew()
        self.refresh(select=self.sheet.selected)
        if moment is not None:
            self.show_moment(moment)

    def _put_film_away(self) -> None:
        if self.stage.film is not None:
            for part in self.parts:
                part.film_put_away()
        self.stage.put_away()

    def _open_film(self, recording: UUID) -> None:
        self.side.inspector.flush()
        self._where = Where(family=self._where.family, cycle=self._where.cycle, recording=recording)
        self._show_film(recording, None)
        self.crumbs_changed.emit()

    def refresh(self, *, select: UUID | None) -> None:
        """What the library holds now."""
        if self.sheet is None:
            return
        self.show_sheet(self._reading.fill(self.sheet.selecting(select)))

    def show_sheet(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.allow_anew()
        self.stage.show_sheet(sheet)
        self.side.show_sheet(sheet)
        for part in self.parts:
            part.sheet_shown(sheet)

    def allow_anew(self) -> None:
        words = frozenset() if self.sheet is None else self.sheet.allows
        self.actions_here.allow(words.union(*(part.allows() for part in self.parts)))

    def _choose_mark(self, moment_id: UUID | None) -> None:
        if moment_id is None:
            self.select_nothing()
        else:
            self.show_moment(moment_id)

    def _play_asked(self, action: str) -> None:
        self.stage.handlers()[action]()

    def undo(self) -> None:
        library, family = self.desk.library, self._where.family
        if family is not None and self.marking.done(lambda: history.undo(library, family)) is not None:
            self.refresh(select=None)

    def go_to_room(self, room: RoomId) -> None:
        """To another room, about the same film."""
        self.go_to(room, self._where)

    def go_to(self, room: RoomId, where: Where) -> None:
        """To a room, or to this one again, about something else."""
        self.go.emit(room, where)

    def _go_to_family(self) -> None:
        self.go.emit(RoomId.FAMILIES, Where(family=self._where.family, cycle=self._where.cycle))

    def _changed(self, changes: Changes, initiator: QObject | None) -> None:
        self._reading.note(changes)
        if not self.isVisible() or self.announced_by_me(initiator) or not changes.touches(*_KINDS):
            return
        try:
            if changes.touches("recording", "cycle", "family"):
                self.enter(self._where)
            elif self.sheet is not None:
                self.refresh(select=self.sheet.selected)
        except NotThere:  # the cycle or the film was taken back; the room is entered anew from elsewhere
            self._put_film_away()
            self.sheet, self._where = None, Where()
            self.pages.setCurrentIndex(1)
