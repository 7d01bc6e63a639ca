"""A clip's pictures, large, to draw on: played, stepped through, always within the clip, and always with its covers on."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from app.screens.clips.drawing import DrawOn
from app.theme.icons import Icon
from app.theme.tokens import Space
from app.video.film import Film
from app.video.player import Player
from app.widgets.plain import IconButton, Words, row
from vig_tool.timing import Instant, Span


class ClipStage(QWidget):
    """A view with its few controls, and `draw` over it.

    shown(number)     another picture is on it
    through()         it ran from the clip's first picture to its last without being stopped
    drawn, moved      as those of `DrawOn`
    """

    shown = Signal(int)
    through = Signal()
    troubled = Signal(str)
    drawn = Signal(object)
    moved = Signal(str, object)

    def __init__(self, make_player: Callable[[], Player], *, draws: str) -> None:
        super().__init__()
        self._make_player = make_player
        self._draws = draws
        self._player: Player | None = None
        self._span: Span | None = None
        self._numbers = range(0)
        self._whole = False
        self.draw: DrawOn | None = None
        self.setProperty("kind", "film")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._inside = QVBoxLayout(self)
        self._inside.setContentsMargins(0, 0, 0, 0)
        self.back = IconButton(Icon.FRAME_BACK, "One picture back (comma)", on_click=lambda: self.step(-1))
        self.run = IconButton(Icon.PLAY, "Play the clip (Space)", on_click=self.toggle)
        self.on = IconButton(Icon.FRAME_ON, "One picture on (full stop)", on_click=lambda: self.step(1))
        self.time = Words(tone="soft")
        for button in (self.back, self.on):
            button.setAutoRepeat(True)

    def transport(self) -> QWidget:
        """The few controls, for the page to put where it likes."""
        held = QWidget()
        row(held, self.back, self.run, self.on, int(Space.SMALL), self.time, space=Space.HAIR)
        return held

    @property
    def number(self) -> int:
        """The picture shown."""
        return self._player.number if self._player is not None else self._numbers.start

    @property
    def at(self) -> Instant | None:
        return self._player.now if self._player is not None and self._player.film is not None else None

    def open(self, film: Film, span: Span, *, at: Instant | None = None) -> None:
        """Stopped, at `at` or the clip's first picture. The same view stays, so that nothing flickers."""
        if self._player is None:
            self._player = self._make_player()
            self._player.shown.connect(self._on_shown)
            self._player.playing_changed.connect(self._on_running)
            self._player.finished.connect(self._on_finished)
            self._player.failed.connect(self.troubled)
            self._inside.addWidget(self._player.view)
            self.draw = DrawOn(self._player.view, self._draws)
            self.draw.drawn.connect(self.drawn)
            self.draw.moved.connect(self.moved)
            self.draw.show()
        self._span, self._numbers, self._whole = span, film.index.numbers(span), False
        self._player.load(film)
        self._player.seek(at if at is not None and at in span else span.start)

    def toggle(self) -> None:
        player, span = self._player, self._span
        if player is None or span is None:
            return
        if player.playing:
            player.pause()
        else:
            first = self._numbers.start
            self._whole = player.number in (first, self._numbers.stop - 1)
            if self._whole:
                player.play_span(span)
            elif player.film is not None:
                player.play_span(Span(player.film.index.time(player.number), span.end))

    def step(self, by: int) -> None:
        self.seek(self.number + by)

    def seek(self, number: int) -> None:
        """To a picture of the clip; no other is ever shown."""
        player = self._player
        if player is not None and player.film is not None and self._numbers:
            player.pause()
            player.seek(player.film.index.time(min(max(number, self._numbers.start), self._numbers.stop - 1)))

    def close_film(self) -> None:
        player, self._player = self._player, None
        if player is not None:
            self._inside.removeWidget(player.view)
            player.see_off()
            player.view.deleteLater()
        self.draw = None

    def _on_shown(self, at: Instant, number: int) -> None:
        self.time.say(at.text)
        self.shown.emit(number)

    def _on_running(self, on: bool) -> None:  # noqa: FBT001 - the signal's shape
        self.run.show_icon(Icon.PAUSE if on else Icon.PLAY, "Stop (Space)" if on else "Play the clip (Space)")
        if not on and self._player is not None and self._numbers and self._player.number < self._numbers.stop - 2:
            self._whole = False

    def _on_finished(self) -> None:
        if self._whole:
            self._whole = False
            self.through.emit()
