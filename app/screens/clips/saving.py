"""Asks what a saved film is for, before it asks where: three plain choices, and whether the sound is to be evenly loud."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QButtonGroup, QDialog, QSizePolicy, QWidget

from app.theme.theme import Theme, theme_of
from app.theme.tokens import Radius, Role, Size, Space, Text
from app.widgets.choices import Check
from app.widgets.dressing import Dressing
from app.widgets.painted_button import PaintedButton
from app.widgets.plain import Button, Words, column, row
from vig_tool.work.export_choice import Choice

_HEIGHT = Size.TARGET_REVIEW


@dataclass(frozen=True, slots=True)
class How:
    """What the user decided."""

    choice: Choice = Choice.PHONE
    level_sound: bool = False


class ChoiceRow(PaintedButton):
    """One of several: a ring that is filled when chosen, the choice, and under it what it is good for. Arrows go to the others."""

    stepped = Signal(int)  # 1: to the next one

    def __init__(self, words: str, explanation: str) -> None:
        super().__init__(across=QSizePolicy.Policy.Expanding)
        self._explanation = explanation
        self.setCheckable(True)
        self.setText(words)
        self.setAccessibleDescription(explanation)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def sizeHint(self) -> QSize:
        theme = theme_of(self)
        return QSize(theme.px(Size.COLUMN), theme.px(_HEIGHT))

    def paint(self, painter: QPainter, theme: Theme) -> None:
        on, focus = self.isChecked(), self.hasFocus()
        frame = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        edge = Role.ACCENT if on or focus else Role.SOFT_INK if self.underMouse() else Role.LINE
        painter.setPen(QPen(theme.colour(edge), Size.FOCUS if focus else Size.HAIRLINE))
        painter.setBrush(theme.colour(Role.ACCENT_SOFT if on else Role.SURFACE))
        painter.drawRoundedRect(frame, Radius.CONTROL, Radius.CONTROL)
        side, left = theme.px(Size.ICON), theme.px(Space.LARGE)
        ring = QRectF(left, (self.height() - side) / 2, side, side)
        painter.setPen(QPen(theme.colour(Role.ACCENT if on else Role.SOFT_INK), 1.5))
        painter.setBrush(theme.colour(Role.SURFACE))
        painter.drawEllipse(ring)
        if on:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour(Role.ACCENT))
            painter.drawEllipse(ring.adjusted(side / 4, side / 4, -side / 4, -side / 4))
        words = frame.adjusted(left + side + theme.px(Space.MEDIUM), theme.px(Space.SMALL), -theme.px(Space.MEDIUM), -theme.px(Space.SMALL))
        upper, lower = QRectF(words), QRectF(words)
        upper.setBottom(words.center().y())
        lower.setTop(words.center().y())
        aligned = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.setFont(theme.font(Text.BODY, bold=True))
        painter.setPen(theme.colour(Role.INK))
        painter.drawText(upper, aligned, self.text())
        painter.setFont(theme.font(Text.SMALL))
        painter.setPen(theme.colour(Role.INK if on else Role.SOFT_INK))
        painter.drawText(lower, aligned, self._explanation)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Left: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_Right: 1}
        if Qt.Key(event.key()) in steps:
            self.stepped.emit(steps[Qt.Key(event.key())])
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.ignore()  # the question as a whole is answered with it
        else:
            super().keyPressEvent(event)


class _Tick(Check):
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.ignore()  # Space ticks it; the question as a whole is answered with Return
        else:
            super().keyPressEvent(event)


class SaveHow(QDialog):
    """Opens over the room and calls `done` with the answer; Escape leaves everything as it was."""

    def __init__(self, parent: QWidget, *, title: str, before: How, done: Callable[[How], object]) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._done = done
        self._group = QButtonGroup(self)
        self.rows = {choice: ChoiceRow(choice.words, choice.explanation) for choice in Choice}
        for choice, button in self.rows.items():
            button.setChecked(choice is before.choice)
            button.stepped.connect(self._step)
            self._group.addButton(button)
        self.level = _Tick("Make the sound evenly loud", on=before.level_sound)
        told = Words("Quiet voices nearer, loud ones further. Otherwise as it was filmed.", tone="quiet")
        self.go = Button("Choose where…", kind="main", on_click=self._decide)
        self.no = Button("Leave it", on_click=self.reject)
        heading = Words("What is it for?", tone="lead")
        column(
            self,
            heading,
            int(Space.HAIR),
            *self.rows.values(),
            int(Space.SMALL),
            column(None, row(None, self.level, None), row(None, int(Size.ICON + Space.MEDIUM), told, None), space=0),
            int(Space.MEDIUM),
            row(None, None, self.no, self.go),
            space=Space.SMALL,
            margin=Space.WIDE,
        )
        Dressing(self, lambda theme: self.setMinimumWidth(theme.px(Size.COLUMN) + theme.px(Space.WIDE) * 2))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.rows[before.choice].setFocus()

    @property
    def how(self) -> How:
        chosen = next(choice for choice, button in self.rows.items() if button.isChecked())
        return How(chosen, level_sound=self.level.isChecked())

    def _step(self, by: int) -> None:
        rows = list(self.rows.values())
        wanted = rows[(next(place for place, one in enumerate(rows) if one.isChecked()) + by) % len(rows)]
        wanted.setChecked(True)
        wanted.setFocus(Qt.FocusReason.TabFocusReason)

    def _decide(self) -> None:
        how = self.how
        self.accept()
        self._done(how)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._decide()
        else:
            super().keyPressEvent(event)
