"""The shared review, full screen: only the picture, the helping question, and controls that go away. It knows a `Show` and nothing else."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from app.actions import Place
from app.bindings import ActionSet
from app.theme.icons import Icon
from app.theme.stylesheet import apply_theme
from app.theme.theme import Theme
from app.theme.tokens import Space
from app.video.player import Player
from app.widgets.plain import column
from app.widgets.show.cards import EndCard, QuestionCard
from app.widgets.show.controls import ShowBar, ShowButton
from app.widgets.show.keeper import Keeper
from app.widgets.show.line import ShowLine
from app.widgets.show.story import Page, Story
from app.widgets.show.words import WordsStrip
from app.widgets.show.writing import Writing
from vig_tool.timing import Instant
from vig_tool.work.review import Show, ShownClip

BREATH_MS = 1800
"""How long the question stands between two clips."""


class ShowWindow(QWidget):
    """A window of its own; what is said is kept by `keeper`.

    left(clip)   it was closed before the end; where coming back goes on
    finished()   "Finish" was pressed on the last page; it closes
    """

    left = Signal(int)
    finished = Signal()

    def __init__(self, show: Show, player: Player, keeper: Keeper, theme: Theme) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self.setWindowTitle("VIG Tool")
        self.setProperty("kind", "film")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setMouseTracking(True)
        apply_theme(self, theme.darkened)
        self._show = show
        self._player = player
        self._over = False
        self.story = Story.begun(len(show.clips), resume_at=show.resume_at)
        self._breath = QTimer(self)
        self._breath.setSingleShot(True)
        self._breath.setInterval(BREATH_MS)
        self._breath.timeout.connect(self.next)
        self._build(keeper)
        self._listen()
        self._turn_to(self.story)

    def _build(self, keeper: Keeper) -> None:
        self.question_card = QuestionCard(self._show.question, on_begin=self.next)
        self.end_card = EndCard(on_finish=self.finish, on_again=self.from_start)
        self.view = self._player.view
        self.pages = QStackedWidget()
        for page in (self.question_card, self.view, self.end_card):
            self.pages.addWidget(page)
        self.strip = WordsStrip()
        self._inside = column(self, self.pages, self.strip, space=0)
        self._inside.setStretch(0, 1)
        self.again_button = ShowButton("Again", Icon.AGAIN, "From the first picture (A)", self.again)
        self.back_button = ShowButton("One back", Icon.FRAME_BACK, "One picture back (comma)", self.frame_back)
        self.play_button = ShowButton("Play", Icon.PLAY, "Play or stop (Space)", self.toggle)
        self.on_button = ShowButton("One on", Icon.FRAME_ON, "One picture on (full stop)", self.frame_on)
        self.slower_button = ShowButton("Slower", Icon.SLOWER, "Half speed, and back (S)", self.slower)
        self.next_button = ShowButton("Next", Icon.NEXT, "Go on (N)", self.next)
        self.words_button = ShowButton("Words", Icon.WORDS, "Write down the words (P)", self.write)
        gap = int(Space.WIDE)
        pieces: list[ShowButton | int] = [self.again_button, gap, self.back_button, self.play_button, self.on_button]
        pieces += [gap, self.slower_button, gap, self.next_button]
        self.bar = ShowBar(*pieces, gap, self.words_button, parent=self)
        self.line = ShowLine(self)
        self.writing = Writing(self.strip, keeper, self._complain)
        self.actions_here = ActionSet(self, Place.REVIEW, self._handlers())
        self.actions_here.allow(frozenset())

    def _handlers(self) -> dict[str, Callable[[], object]]:
        return {
            "show.toggle": self.toggle,
            "show.again": self.again,
            "show.slower": self.slower,
            "show.frame_back": self.frame_back,
            "show.frame_on": self.frame_on,
            "show.next": self.next,
            "show.previous": self.previous,
            "show.leave": self.ask_to_leave,
            "show.write": self.write,
            "show.reflect": self.reflect,
        }

    def _listen(self) -> None:
        self._player.shown.connect(self._shown)
        self._player.playing_changed.connect(self._playing_changed)
        self._player.failed.connect(self._complain)
        self.view.clicked.connect(self.toggle)
        self.bar.woken.connect(self.unsetCursor)
        self.bar.rested.connect(self._hide_pointer)
        self.strip.closed.connect(self._strip_closed)
        for part in (self.view, self.question_card, self.end_card):
            part.setMouseTracking(True)
            part.installEventFilter(self)

    # What the keys and buttons do

    def toggle(self) -> None:
        if self.story.page is not Page.CLIP:
            self.next()
        elif self._player.playing:
            self._player.pause()
        else:
            self._player.play()  # from the last picture: the clip again
        self.bar.wake()

    def again(self) -> None:
        self._turn_to(self.story.again())

    def slower(self) -> None:
        self.story = self.story.turned_slower()
        self._player.set_rate(self.story.rate)
        self.slower_button.show_as("Slower", Icon.SLOWER, on=self.story.slow)
        self.bar.wake()

    def frame_back(self) -> None:
        self._step(-1)

    def frame_on(self) -> None:
        self._step(1)

    def next(self) -> None:
        if self.story.page is not Page.END:
            self._turn_to(self.story.next())

    def previous(self) -> None:
        self._turn_to(self.story.previous())

    def from_start(self) -> None:
        self._turn_to(Story(count=self.story.count, page=Page.CLIP, slow=self.story.slow))

    def write(self) -> None:
        if self._may_write():
            self.strip.open_words()
            self._settle_overlays()

    def reflect(self) -> None:
        if self._may_write():
            self.strip.open_reflection()
            self._settle_overlays()

    def ask_to_leave(self) -> None:
        """Escape: puts away what is open; then asks quietly."""
        if self.line.isVisible():
            self.line.no.click()
        elif self.strip.isVisible():
            self.strip.put_away()
        else:
            self._player.pause()
            self.line.ask("Leave the review? Coming back goes on here.", yes="Leave", no="Stay", on_yes=self.close, on_no=self.setFocus)
            self._settle_overlays()

    def finish(self) -> None:
        if self.writing.finish():
            self._over = True
            self.finished.emit()
            self.close()

    def wear(self, theme: Theme) -> None:
        apply_theme(self, theme.darkened)

    # Following the story

    @property
    def _clip(self) -> ShownClip:
        return self._show.clips[self.story.clip]

    @property
    def _pictures(self) -> range:
        """The pictures that may be seen now: those of the clip, no other."""
        return self._clip.film.index.numbers(self._clip.span)

    def _turn_to(self, story: Story) -> None:
        self.story = story
        self._breath.stop()
        self.line.hide()
        if story.page is Page.CLIP:
            self._play_clip()
        else:
            self._player.pause()
            self.pages.setCurrentWidget(self.end_card if story.page is Page.END else self.question_card)
            self.question_card.wait(for_press=story.page is Page.QUESTION)
            self.bar.hide()
        if story.page is Page.BETWEEN:
            self._breath.start()
        if story.page is Page.END:
            self.strip.put_away()
            self.end_card.finish.setFocus()
        self.writing.turn_to(story.clip)

    def _play_clip(self) -> None:
        """As a sequence of one: a player never leaves a sequence, whatever is pressed."""
        self.question_card.wait(for_press=False)
        self._player.set_rate(self.story.rate)
        self._player.play_sequence([(self._clip.film, self._clip.span)])
        self.bar.rest_soon()
        self.setFocus()

    def _step(self, by: int) -> None:
        if self.story.page is not Page.CLIP:
            return
        self._player.step(by)
        self.bar.wake()

    def _shown(self, _at: Instant, number: int) -> None:
        """The film is uncovered only while a picture of this clip is on it."""
        if self.story.page is Page.CLIP:
            self.pages.setCurrentWidget(self.view if number in self._pictures else self.question_card)

    def _playing_changed(self, on: bool) -> None:  # noqa: FBT001 - the signal's shape
        self.play_button.show_as("Stop" if on else "Play", Icon.PAUSE if on else Icon.PLAY)
        if self.story.page is Page.CLIP and not on:
            self.bar.wake()

    # Words

    def _may_write(self) -> bool:
        self._player.pause()
        return self.story.page is Page.CLIP

    def _complain(self, sentence: str) -> None:
        self.line.tell(sentence, on_close=self.setFocus)
        self._settle_overlays()

    def _strip_closed(self) -> None:
        self.setFocus()
        self._settle_overlays()

    # Overlays and pointer

    def _settle_overlays(self) -> None:
        self._inside.activate()
        foot = self.strip.geometry().top() if self.strip.isVisible() else self.height()
        for overlay in (self.bar, self.line):
            overlay.adjustSize()
            overlay.resize(min(overlay.width(), self.width()), overlay.height())
            overlay.move((self.width() - overlay.width()) // 2, foot - overlay.height() - Space.WIDE)
        if self.line.isVisible():
            self.line.move(self.line.x(), (foot - self.line.height()) // 2)

    def _hide_pointer(self) -> None:
        if self._player.playing:
            self.setCursor(Qt.CursorShape.BlankCursor)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if self.story.page is Page.CLIP and event.type() == QEvent.Type.MouseMove:
            self.bar.wake()
        return super().eventFilter(watched, event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        if self.story.page is Page.CLIP:
            self.bar.wake()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._settle_overlays()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Whatever closes it: words are kept, the player stops, the place is remembered."""
        self._breath.stop()
        self._player.pause()
        if not self._over:
            self._over = True
            self.writing.leave(self.story.resume_at)
            self.left.emit(self.story.resume_at)
        event.accept()
