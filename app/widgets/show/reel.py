"""The reel, played at once from the sealed films: the question for a breath, then every clip after the other, full screen."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from app.actions import Place
from app.bindings import ActionSet
from app.theme.stylesheet import apply_theme
from app.theme.theme import Theme
from app.video.player import Player
from app.widgets.plain import column
from app.widgets.show.cards import QuestionCard
from vig_tool.timing import Instant
from vig_tool.work.review import Show

QUESTION_MS = 2500


class ReelWindow(QWidget):
    """Closes itself at the end; Escape closes it before, Space stops and goes on, A begins again."""

    closed = Signal()
    troubled = Signal(str)

    def __init__(self, show: Show, player: Player, theme: Theme) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self.setWindowTitle("VIG Tool")
        self.setProperty("kind", "film")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        apply_theme(self, theme.darkened)
        self._show = show
        self._player = player
        self._place = 0
        self.card = QuestionCard(show.question, on_begin=self.go_on)
        self.card.wait(for_press=False)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.card)
        self.pages.addWidget(player.view)
        column(self, self.pages)
        self._clock = QTimer(self)
        self._clock.setSingleShot(True)
        self._clock.setInterval(QUESTION_MS)
        self._clock.timeout.connect(self.go_on)
        handlers = {"show.toggle": self.toggle, "show.again": self.again, "show.leave": self.close}
        self.actions_here = ActionSet(self, Place.REVIEW, handlers)
        self.actions_here.allow(frozenset())
        player.view.clicked.connect(self.toggle)
        player.shown.connect(self._shown)
        player.sequence_moved.connect(self._moved)
        player.finished.connect(self.close)
        player.failed.connect(self._failed)
        self._clock.start()

    def go_on(self) -> None:
        """From the question to the clips."""
        self._clock.stop()
        self._place = 0
        self._player.play_sequence([(clip.film, clip.span) for clip in self._show.clips])

    def again(self) -> None:
        self.go_on()

    def toggle(self) -> None:
        if self._clock.isActive():
            self.go_on()
        else:
            self._player.toggle()

    def _moved(self, place: int) -> None:
        self._place = place

    def _shown(self, _at: Instant, number: int) -> None:
        clip = self._show.clips[self._place]
        seen = number in clip.film.index.numbers(clip.span)
        self.pages.setCurrentIndex(1 if seen else 0)

    def _failed(self, sentence: str) -> None:
        self.troubled.emit(sentence)
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        self._clock.stop()
        self._player.pause()
        event.accept()
        self.closed.emit()
