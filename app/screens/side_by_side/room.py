"""Two films of one family beside each other: the home film and the review, or an early cycle and a late one. One set of keys moves both."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from uuid import UUID

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QWidget

from app.actions import Place
from app.bindings import ActionSet
from app.rooms import Crumb, Desk, Room, RoomId, Where
from app.screens.side_by_side.half import Half, apart_words
from app.screens.side_by_side.pair import Moves, Pair
from app.theme.icons import Icon
from app.theme.tokens import Space
from app.video.player import Player
from app.widgets.beside_or_below import BesideOrBelow
from app.widgets.choices import Choice
from app.widgets.plain import Button, IconButton, Words, column, row
from vig_tool.errors import NotThere, Refused, UserError
from vig_tool.timing import SECOND, ZERO, Instant
from vig_tool.work import families, importing, listening, looking, playing
from vig_tool.work.changes import Changes
from vig_tool.work.importing import RecordingCard

_MOVES = ((Moves.BOTH, "Both"), (Moves.LEFT, "Left"), (Moves.RIGHT, "Right"))


class SideBySideRoom(Room):
    """Only for the guider; nothing is changed here but what is seen. Where the two were left is known as long as the library is open."""

    def __init__(self, desk: Desk, make_player: Callable[[], Player]) -> None:
        super().__init__(desk)
        self._make_player = make_player
        self._where = Where()
        self._films: tuple[RecordingCard, ...] = ()
        self._chosen: dict[UUID, tuple[UUID, UUID]] = {}
        self._left_at: dict[tuple[UUID, UUID], tuple[Instant, Instant]] = {}
        self._cards: tuple[RecordingCard, RecordingCard] | None = None
        self.pair: Pair | None = None
        self.halves = (Half("left"), Half("right"))
        self.apart = Words(tone="soft")
        self.play = IconButton(Icon.PLAY, "Play both (Space)", on_click=lambda: self._with(Pair.toggle))
        self.moves = Choice([(one.value, word) for one, word in _MOVES], Moves.BOTH.value)
        self.moves.setAccessibleName("What the keys move")
        self.moves.chosen.connect(lambda which: self._with(lambda pair: pair.move_which(Moves(which))))
        self._build()
        for half, side in zip(self.halves, (Moves.LEFT, Moves.RIGHT), strict=True):
            half.film_chosen.connect(lambda recording, side=side: self._choose(side, recording))
            half.clicked.connect(lambda: self._with(Pair.toggle))
            half.dragged.connect(lambda at, side=side: self._with(lambda pair: pair.seek(at, side=side, dragging=True)))
            half.sought.connect(lambda at, side=side: self._with(lambda pair: pair.seek(at, side=side)))
        desk.announcer.changed.connect(self._changed)
        self.actions_here = ActionSet(self, Place.SIDE_BY_SIDE, self._handlers())

    def _build(self) -> None:
        back = IconButton(Icon.FRAME_BACK, "One picture back (comma)", on_click=lambda: self._with(lambda pair: pair.step(-1)))
        on = IconButton(Icon.FRAME_ON, "One picture on (full stop)", on_click=lambda: self._with(lambda pair: pair.step(1)))
        for button in (back, on):
            button.setAutoRepeat(True)
        leave = Button("To the film room", meaning=Icon.BACK, tip="Back to the film room (Escape)", on_click=self._go_back)
        pictures = QWidget()
        beside = row(pictures, *self.halves, space=Space.SMALL)
        for place in (0, 1):
            beside.setStretch(place, 1)
        keys = row(None, Words("Keys move (X)", tone="soft"), self.moves, space=Space.SMALL)
        first = row(None, leave, None, back, self.play, on, None, space=Space.HAIR)
        second = row(None, self.apart, int(Space.LARGE), None, keys, space=Space.HAIR)
        column(self, pictures, BesideOrBelow(first, second), space=Space.SMALL, margin=Space.SMALL).setStretch(0, 1)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def _handlers(self) -> dict[str, Callable[..., object]]:
        return {
            "pair.toggle": lambda: self._with(Pair.toggle),
            "pair.back": lambda: self._with(lambda pair: pair.step(-1)),
            "pair.on": lambda: self._with(lambda pair: pair.step(1)),
            "pair.seek_back": lambda: self._with(lambda pair: pair.jump(-SECOND)),
            "pair.seek_on": lambda: self._with(lambda pair: pair.jump(SECOND)),
            "pair.seek_back_far": lambda: self._with(lambda pair: pair.jump(-10 * SECOND)),
            "pair.seek_on_far": lambda: self._with(lambda pair: pair.jump(10 * SECOND)),
            "pair.start": lambda: self._with(lambda pair: pair.seek(ZERO)),
            "pair.switch": lambda: self._with(Pair.switch),
            "pair.leave": self._go_back,
        }

    @property
    def title(self) -> str:
        return "Side by side"

    @property
    def dark(self) -> bool:
        return True

    def where(self) -> Where:
        return self._where

    def crumbs(self) -> tuple[Crumb, ...]:
        if self._cards is None:
            return (Crumb(self.title),)
        card = self._cards[0]
        return (
            Crumb(card.family_code, RoomId.FAMILIES, Where(family=self._where.family)),
            Crumb("Film room", RoomId.FILM_ROOM, self._where),
            Crumb(self.title),
        )

    def enter(self, where: Where) -> None:
        library = self.desk.library
        cycle_id = where.cycle if where.recording is None else importing.recording_card(library, where.recording).cycle_id
        if cycle_id is None:
            raise Refused("Side by side shows two films of a family.", advice="Open a film of it first.")
        family = families.family_of_cycle(library, cycle_id)
        cycles = families.family_page(library, family).cycles
        self._films = tuple(film for cycle in cycles for film in importing.list_recordings(library, cycle_id=cycle.id))
        here = next((film for film in self._films if film.id == where.recording), None)
        here = here or next((film for film in self._films if film.cycle_id == cycle_id), None)
        if here is None:
            raise Refused("There is no film in this cycle yet.", advice="Add one on the family’s page.")
        self._where = Where(family=family, cycle=cycle_id, recording=here.id)
        kept = self._chosen.get(family)
        other = next((film for film in self._films if kept is not None and kept[0] == here.id and film.id == kept[1]), None)
        self._open(here, other or partner_of(here, self._films))
        self.crumbs_changed.emit()

    def leave(self) -> None:
        pair, self.pair = self.pair, None
        if pair is None:
            return
        if self._cards is not None:
            self._left_at[self._cards[0].id, self._cards[1].id] = (pair.left.now, pair.right.now)
        pair.forget()
        for half, player in zip(self.halves, (pair.left, pair.right), strict=True):
            half.leave(player)
            player.see_off()
        pair.deleteLater()

    # Inside

    def _open(self, left: RecordingCard, right: RecordingCard) -> None:
        """Both stopped, where they were left."""
        if self.pair is not None and self._cards is not None and (left.id, right.id) == (self._cards[0].id, self._cards[1].id):
            return
        library = self.desk.library
        films = [playing.open_film(library, card.id) for card in (left, right)]
        self.leave()
        self._cards = (left, right)
        if self._where.family is not None:
            self._chosen[self._where.family] = (left.id, right.id)
        pair = self.pair = Pair(self._make_player(), self._make_player(), self)
        for half, player, card, film in zip(self.halves, (pair.left, pair.right), self._cards, films, strict=True):
            half.use(player)
            player.failed.connect(self._failed)
            player.playing_changed.connect(self._say)
            player.load(film)
            half.show_films(self._films, card, player, looking.read_seeing(library, card.id))
        at = self._left_at.get((left.id, right.id), (ZERO, ZERO))
        pair.changed.connect(self._moved)
        pair.line_up(left=at[0], right=at[1])
        self._moved()

    def _choose(self, side: Moves, recording: UUID) -> None:
        chosen = next((film for film in self._films if film.id == recording), None)
        if self._cards is None or chosen is None:
            return
        left, right = self._cards
        try:
            self._open(*((chosen, right) if side is Moves.LEFT else (left, chosen)))
        except UserError as trouble:
            self.desk.notices.trouble(trouble)
            return
        if side is Moves.LEFT:
            self._where = replace(self._where, cycle=chosen.cycle_id, recording=chosen.id)
            self.crumbs_changed.emit()
        self.setFocus()

    def _with(self, do: Callable[[Pair], object]) -> None:
        if self.pair is not None:
            do(self.pair)

    def _moved(self) -> None:
        """What the keys move, how the two are lined up, and which of them is heard."""
        pair, cards = self.pair, self._cards
        if pair is None or cards is None:
            return
        self.moves.set_value(pair.moves.value)
        for half, side in zip(self.halves, (Moves.LEFT, Moves.RIGHT), strict=True):
            half.show_alone(on=pair.moves is side)
        self.apart.say(apart_words(pair.offset_us))
        heard = Moves.RIGHT if pair.moves is Moves.RIGHT else Moves.LEFT
        for player, card, side in zip((pair.left, pair.right), cards, (Moves.LEFT, Moves.RIGHT), strict=True):
            player.set_volume(listening.read_listening(self.desk.library, card.id).volume / 100 if side is heard else 0.0)
        self._say()

    def _say(self, _on: object = None) -> None:
        running = self.pair is not None and self.pair.playing
        self.play.show_icon(Icon.PAUSE if running else Icon.PLAY, "Stop (Space)" if running else "Play (Space)")

    def _failed(self, sentence: str) -> None:
        self.desk.notices.trouble(UserError(sentence))

    def _go_back(self) -> None:
        self.go.emit(RoomId.FILM_ROOM, self._where)

    def _changed(self, changes: Changes, _initiator: QObject | None) -> None:
        if not self.isVisible() or not changes.touches("recording", "cycle", "family"):
            return
        try:
            self.enter(self._where)
        except (NotThere, Refused):
            self.leave()
            self.go.emit(RoomId.FAMILIES, Where())


def partner_of(film: RecordingCard, films: Sequence[RecordingCard]) -> RecordingCard:
    """What one wants to see beside it: the other film of its cycle, else the first of its kind in another cycle (the last one beside the
    first), else itself."""
    in_cycle = [one for one in films if one.cycle_id == film.cycle_id and one.role != film.role]
    alike = [one for one in films if one.role == film.role and one.cycle_id != film.cycle_id]
    earlier = [one for one in alike if one.cycle_number < film.cycle_number]
    return (in_cycle or earlier or alike[::-1] or [film])[0]
