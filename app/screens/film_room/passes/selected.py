"""What keys, inspector and time line do to the selected moment."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from uuid import UUID

from app.rooms import RoomId
from app.screens.film_room.part import Part, Whole
from vig_tool.timing import Span
from vig_tool.work import clips, goals
from vig_tool.work.tagging import Moment


class Selected(Part):
    """Every change is kept by `room.marking`; afterwards the room shows what the library holds."""

    def __init__(self, room: Whole) -> None:
        super().__init__(room)
        inspector, marking = room.side.inspector, room.marking
        room.stage.line.span_changed.connect(self._put)
        inspector.star_pressed.connect(self._turn_star)
        inspector.private_pressed.connect(self.hide)
        inspector.remove_pressed.connect(self.remove)
        inspector.choose_pressed.connect(self.choose)
        inspector.clips_pressed.connect(self._see_clips)
        inspector.principle_pressed.connect(lambda which: self._change(lambda moment: marking.turn_principle(moment, which)))
        inspector.actor_chosen.connect(lambda word: self._change(lambda moment: marking.say_who(moment, word)))
        inspector.chain_chosen.connect(lambda word: self._change(lambda moment: marking.say_turn(moment, word)))
        inspector.channel_chosen.connect(lambda word: self._change(lambda moment: marking.say_channel(moment, word)))
        inspector.note_kept.connect(self._keep_note)
        inspector.goal_chosen.connect(lambda goal: self._change(lambda moment: marking.link_goal(moment, goal)))
        inspector.note.textChanged.connect(self._typed)
        inspector.note_done.connect(self._note_done)
        self._to_resume: UUID | None = None

    def handlers(self) -> Mapping[str, Callable[..., object]]:
        return {
            "moment.set_start": self.begin_here,
            "moment.set_end": self.end_here,
            "moment.note": self.write_note,
            "moment.hide": self.hide,
            "moment.choose": self.choose,
            "moment.remove": self.remove,
        }

    def hide(self) -> None:
        self._change(self.room.marking.turn_private)

    def begin_here(self) -> None:
        now = self.room.stage.now
        self._change(lambda moment: self.room.marking.put(moment.id, start=now, end=moment.span.end))

    def end_here(self) -> None:
        """The picture shown is the last one inside."""
        film, now = self.room.stage.film, self.room.stage.now
        if film is not None:
            end = film.index.time(film.index.shown_at(now) + 1)
            self._change(lambda moment: self.room.marking.put(moment.id, start=moment.span.start, end=end))

    def choose(self) -> None:
        """Makes a clip of it."""
        room, cycle = self.room, self.room.where().cycle
        moment = None if room.sheet is None else room.sheet.moment
        if moment is not None and cycle is not None and room.marking.choose(moment) is not None:
            room.refresh(select=moment.id)
            meter = clips.meter(room.desk.library, cycle)
            room.desk.notices.offer(f"Chosen for the review: {meter.words}.", "See the clips", self._see_clips)

    def remove(self) -> None:
        room = self.room
        moment = None if room.sheet is None else room.sheet.moment
        if moment is not None and room.marking.remove(moment):
            room.refresh(select=None)
            room.desk.notices.offer("The moment is removed.", "Undo", room.undo)

    def write_note(self) -> None:
        """The film waits, and goes on when the note is done."""
        if not self.room.side.inspector.note.hasFocus():
            self._to_resume = None
        self._wait()
        self.room.show_side()
        self.room.side.inspector.write_note()

    def film_opened(self) -> None:
        cycle = self.room.where().cycle
        self._to_resume = None
        self.room.side.inspector.goal.show_goals(() if cycle is None else goals.goals_of_cycle(self.room.desk.library, cycle))

    def _wait(self) -> None:
        player, sheet = self.room.stage.player, self.room.sheet
        if player is not None and sheet is not None and player.playing:
            self._to_resume = sheet.selected
            self.room.stage.pause()

    def _typed(self) -> None:
        """Also in a note that was clicked into."""
        if self.room.side.inspector.note.hasFocus():
            self._wait()

    def _note_done(self) -> None:
        self.room.host.setFocus()
        waits, self._to_resume = self._to_resume, None
        sheet, player = self.room.sheet, self.room.stage.player
        if waits is not None and sheet is not None and sheet.selected == waits and player is not None:
            player.play()

    def _turn_star(self) -> None:
        self._change(self.room.marking.turn_star)

    def _change(self, change: Callable[[Moment], Moment | None]) -> None:
        moment = None if self.room.sheet is None else self.room.sheet.moment
        if moment is not None:
            change(moment)
            self.room.refresh(select=moment.id)

    def _put(self, moment_id: UUID, span: Span) -> None:
        self.room.marking.put(moment_id, start=span.start, end=span.end)
        self.room.refresh(select=moment_id)

    def _keep_note(self, moment_id: UUID, text: str) -> None:
        self.room.marking.note(moment_id, text)
        self.room.refresh(select=None if self.room.sheet is None else self.room.sheet.selected)

    def _see_clips(self) -> None:
        self.room.go_to_room(RoomId.CLIPS)
