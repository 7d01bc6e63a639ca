"""One of the two films: which it is, its picture, where it is."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtCore import QPoint, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QFrame, QMenu, QSlider, QWidget

from app.theme.theme import Theme
from app.theme.tokens import Space, Text
from app.video.light import lamp_for
from app.video.looking import Look
from app.video.player import Player
from app.widgets.dressing import Dressing
from app.widgets.plain import Button, Line, Words, column, restyle, row
from vig_tool.timing import SECOND, Instant
from vig_tool.work.importing import RecordingCard
from vig_tool.work.looking import Seeing

_ROLES = {"interaction": "film", "review": "film of the review", "supervision": "film of the supervision"}


class Half(QFrame):
    """film_chosen(id)        another film is wanted here
    dragged(at)            the hand moves on the line below the picture
    sought(at)             and has let go
    clicked                on the picture
    """

    film_chosen = Signal(object)
    dragged = Signal(object)
    sought = Signal(object)
    clicked = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name
        self._films: tuple[RecordingCard, ...] = ()
        self.setProperty("kind", "card")
        self.film = Button("", tip=f"Choose the film on the {name}", on_click=self._offer)
        self.time = Words(tone="lead")
        self.time.setAccessibleName(f"Time of the picture on the {name}")
        self.length = Words(tone="soft")
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setAccessibleName(f"Place in the film on the {name}")
        self.slider.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the keys that move it are the room's
        self.slider.setPageStep(10_000)
        self.slider.sliderMoved.connect(lambda ms: self.dragged.emit(Instant(1000 * ms)))
        self.slider.sliderReleased.connect(lambda: self.sought.emit(Instant(1000 * self.slider.value())))
        self.slider.actionTriggered.connect(self._paged)
        self.ground = QWidget()
        self.ground.setProperty("kind", "film")
        self.ground.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._inside = column(self.ground)
        head = row(None, self.film, None, self.time, self.length, space=Space.HAIR)
        head.setContentsMargins(Space.SMALL, Space.HAIR, Space.SMALL, Space.HAIR)
        foot = row(None, self.slider)
        foot.setContentsMargins(Space.SMALL, 0, Space.SMALL, 0)
        whole = column(self, head, Line(), self.ground, foot, space=0)
        whole.setStretch(2, 1)
        whole.setContentsMargins(2, 2, 2, 2)
        Dressing(self, self._dress)

    def use(self, player: Player) -> None:
        self._inside.addWidget(player.view)
        player.shown.connect(self._shown)
        player.view.clicked.connect(self.clicked)

    def leave(self, player: Player) -> None:
        self._inside.removeWidget(player.view)
        player.view.deleteLater()

    def show_films(self, films: Sequence[RecordingCard], shown: RecordingCard, player: Player, seeing: Seeing) -> None:
        """Those that may be chosen, and the one that is open now; looked at as in the film room."""
        self._films = tuple(films)
        words = film_words(shown)
        self.film.setText(words)
        self.film.setAccessibleName(f"Film on the {self._name}: {words}")
        self.length.say(f"/ {_short(shown.duration_us)}")
        self.slider.setRange(0, shown.duration_us // 1000)
        player.view.set_look(Look(turn=seeing.turn))
        player.view.set_lamp(lamp_for(seeing.brightness, seeing.contrast))
        player.view.setAccessibleName(f"Picture on the {self._name}")

    def show_alone(self, *, on: bool) -> None:
        """Whether the keys move this one alone."""
        self.setProperty("selected", "true" if on else "false")
        restyle(self)

    def _shown(self, at: Instant, _number: int) -> None:
        self.time.say(at.text)
        if not self.slider.isSliderDown():
            silence = QSignalBlocker(self.slider)
            self.slider.setValue(at.us // 1000)
            silence.unblock()

    def _paged(self, _action: int) -> None:
        if not self.slider.isSliderDown():
            self.sought.emit(Instant(1000 * max(0, self.slider.sliderPosition())))

    def _offer(self) -> None:
        menu = QMenu(self)
        for card in self._films:
            menu.addAction(film_words(card)).triggered.connect(lambda _on=False, chosen=card.id: self._choose(chosen))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.film.mapToGlobal(QPoint(0, self.film.height())))

    def _choose(self, recording: UUID) -> None:
        self.film_chosen.emit(recording)

    def _dress(self, theme: Theme) -> None:
        font = theme.font(Text.LEAD)
        self.time.setFont(font)
        self.time.setMinimumWidth(QFontMetrics(font).horizontalAdvance("0:00:00.00"))
        self.time.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


def film_words(card: RecordingCard) -> str:
    """ "Cycle 2, film of the review, 09:52"."""
    return f"Cycle {card.cycle_number}, {_ROLES[card.role]}, {_short(card.duration_us)}"


def apart_words(offset_us: int) -> str:
    """How the two are lined up."""
    if abs(offset_us) < SECOND // 100:
        return "Both at the same time of their films"
    return f"The right one is {abs(offset_us) / SECOND:.2f} s {'later' if offset_us > 0 else 'earlier'} in its film"


def _short(us: int) -> str:
    return Instant(us).text.rsplit(".", 1)[0]
