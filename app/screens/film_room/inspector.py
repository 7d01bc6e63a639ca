"""What is known of the selected moment, and the few words that may be added to it. Nothing has to be filled in."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QGridLayout, QScrollArea, QWidget

from app.screens.film_room.goal_link import GoalLink
from app.screens.film_room.sheet import Sheet, length_words
from app.theme.icons import Icon
from app.theme.tokens import Role, Space
from app.widgets.chips import Chips
from app.widgets.draft import DraftEdit
from app.widgets.one_line import OneLine
from app.widgets.plain import Button, IconButton, Words, column, empty, row
from app.widgets.shape_button import ShapeButton
from vig_tool.work.tagging import ACTORS, CHAIN_ROLES, CHANNELS, Moment, Principle

_WORDS = {"both": "Both", "child": "Child", "parent": "Parent", "guider": "Guider"}

_IN_A_ROW = 6


class Inspector(QWidget):
    """Hidden while nothing is selected. `note_kept` carries the text; the others say what was pressed."""

    star_pressed = Signal()
    private_pressed = Signal()
    remove_pressed = Signal()
    choose_pressed = Signal()
    clips_pressed = Signal()
    principle_pressed = Signal(str)
    actor_chosen = Signal(str)
    chain_chosen = Signal(str)
    channel_chosen = Signal(str)
    goal_chosen = Signal(object)  # the goal's id, or None
    note_kept = Signal(object, str)  # the moment's id, the text
    note_done = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "surface")
        self._moment: Moment | None = None
        self._shown_for: dict[str, Principle] | None = None
        self._has_keys = False
        self.shapes: dict[str, ShapeButton] = {}
        self.name = Words(tone="heading", wrap=True)
        self.span = OneLine(tone="quiet")
        self.star = IconButton(Icon.STAR, "Star (S)", on_click=self.star_pressed.emit)
        self.private = IconButton(Icon.SEE, "Private: never shown to the parent (P)", on_click=self.private_pressed.emit)
        remove = IconButton(Icon.REMOVE, "Remove the moment (Del)", on_click=self.remove_pressed.emit)
        self._shapes = QGridLayout()
        self._shapes.setSpacing(0)
        self.who = Chips("Who", [(one, _WORDS[one]) for one in ACTORS])
        self.turn = Chips("In the turn", [(one, one.capitalize()) for one in CHAIN_ROLES])
        self.channel = Chips("Seen in", [(one, one.capitalize()) for one in CHANNELS])
        self.rows = (self.who, self.turn, self.channel)
        self.goal = GoalLink()
        self.more = Button("More…", kind="plain", tip="Its place in the turn, where it is seen, its goal", on_click=self._turn_more)
        self.note = DraftEdit("Note", example="What did you see?", lines=2)
        self.choose = Button("Choose for the review", kind="main", meaning=Icon.CLIPS, on_click=self.choose_pressed.emit)
        self.see_clips = Button("In the review: see the clips", meaning=Icon.CLIPS, on_click=self.clips_pressed.emit)
        head = row(None, column(None, self.name, self.span, space=0), None, self.star, self.private, remove, space=0)
        kinds = row(None, self._shapes, None, self.more, space=0)
        pieces = (head, int(Space.HAIR), self.choose, self.see_clips, self.note, self.who, kinds, self.turn, self.channel, self.goal)
        column(self, *pieces, space=Space.HAIR).setContentsMargins(0, 0, 0, 0)
        for part in (self.turn, self.channel, self.goal):
            part.hide()
        self._listen()
        self.hide()

    def _listen(self) -> None:
        self.who.chosen.connect(self.actor_chosen)
        self.turn.chosen.connect(self.chain_chosen)
        self.channel.chosen.connect(self.channel_chosen)
        self.goal.chosen.connect(self.goal_chosen)
        self.note.kept.connect(self._keep_note)
        self.note.done.connect(self.note_done)

    def show_sheet(self, sheet: Sheet) -> None:
        self._show_scheme(sheet)
        moment = sheet.moment
        before = self._moment
        if before is not None and (moment is None or moment.id != before.id):
            self.note.flush()
        self._moment = moment
        self.setVisible(moment is not None)
        if moment is None:
            return
        self.name.say(sheet.title_of(moment))
        said = ", ".join(filter(None, (moment.chain_role, moment.channel)))
        times = f"{moment.span.start.text} – {moment.span.end.text}, {length_words(moment.span.length_us)}"
        self.span.say(f"{times} · {said}" if said else times)
        self.star.show_icon(
            Icon.STARRED if moment.star else Icon.STAR,
            "Take the star away (S)" if moment.star else "Star: a candidate for the review (S)",
            role=Role.WARM if moment.star else Role.SOFT_INK,
        )
        self.private.show_icon(
            Icon.PRIVATE if moment.private else Icon.SEE,
            "Private: never shown to the parent (P)" if moment.private else "Make it private: never shown to the parent (P)",
            role=Role.ACCENT if moment.private else Role.SOFT_INK,
        )
        for principle, shape in self.shapes.items():
            shape.setChecked(principle in moment.principles)
        self.who.set_value(moment.actor or "")
        self.turn.set_value(moment.chain_role or "")
        self.channel.set_value(moment.channel or "")
        self.goal.set_goal(moment.goal_id)
        if before is None or before.id != moment.id or not self.note.hasFocus():
            self.note.show_text(moment.note)
        self._show_choice(moment)

    def flush(self) -> None:
        self.note.flush()

    def write_note(self) -> None:
        if self._moment is not None:
            self.note.setFocus()

    def show_keys(self, place: int | None, keys: Sequence[str]) -> None:
        """While words are said by keys all rows are open, and that one shows them; None: no longer."""
        had_keys, self._has_keys = self._has_keys, place is not None
        if had_keys != self._has_keys:
            self._open_more(on=self._has_keys)
        for number, chips in enumerate(self.rows):
            chips.show_keys(keys if number == place else ())
        if place is not None:
            QTimer.singleShot(0, self, lambda: self._scroll_to(self.rows[place]))  # once the rows that opened have their places

    def _scroll_to(self, row: QWidget) -> None:
        """With large letters the right side scrolls."""
        around = self.parentWidget()
        while around is not None and not isinstance(around, QScrollArea):
            around = around.parentWidget()
        if isinstance(around, QScrollArea):
            around.ensureWidgetVisible(row, 0, row.height())

    def _show_choice(self, moment: Moment) -> None:
        chosen = moment.clip_id is not None
        self.choose.setVisible(not chosen)
        self.see_clips.setVisible(chosen)
        self.choose.setEnabled(not moment.private)
        self.choose.setToolTip("A private moment cannot be shown" if moment.private else "Make a clip of this moment (C)")

    def _show_scheme(self, sheet: Sheet) -> None:
        held = () if sheet.moment is None else sheet.shown(sheet.moment)
        offered = {one.id: one for one in (*sheet.scheme.principles, *held)}  # what it has is shown as it was, retired or not
        if self._shown_for == offered:
            return
        self._shown_for = offered
        empty(self._shapes)
        self.shapes = {}
        for principle in offered.values():
            shape = ShapeButton(principle.name, colour=principle.colour, shape=principle.shape)
            shape.clicked.connect(lambda _on=False, which=principle.id: self.principle_pressed.emit(which))
            self.shapes[principle.id] = shape
            place = self._shapes.count()
            self._shapes.addWidget(shape, place // _IN_A_ROW, place % _IN_A_ROW)
        guider = self.who.chips["guider"]
        guider.setVisible(sheet.recording.role != "interaction")

    def _turn_more(self) -> None:
        """Opens, or puts away, what is said more rarely."""
        self._open_more(on=self.turn.isHidden())

    def _open_more(self, *, on: bool) -> None:
        self.turn.setVisible(on)
        self.channel.setVisible(on)
        self.goal.setVisible(on and self.goal.offers)

    def _keep_note(self, text: str) -> None:
        if self._moment is not None:
            self.note_kept.emit(self._moment.id, text)
