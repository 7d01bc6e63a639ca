"""The job tray: slides up from the bottom edge only while something runs longer than half a second; each line can be cancelled."""

from __future__ import annotations

from PySide6.QtCore import QEasingCurve, QPropertyAnimation, QTimer
from PySide6.QtWidgets import QFrame, QProgressBar, QVBoxLayout, QWidget

from app.tasks import Task
from app.theme.tokens import Space
from app.widgets.plain import Button, Words, row
from vig_tool.jobs import Progress

AFTER_MS = 500
_SLIDE_MS = 160


class JobLine(QWidget):
    """One running job: what it is, how far, and a way out."""

    def __init__(self, task: Task) -> None:
        super().__init__()
        self._task = task
        self.title = Words(task.title, tone="small")
        self.doing = Words(tone="quiet")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setRange(0, 0)
        self.bar.setAccessibleName(task.title)
        self.cancel = Button("Cancel", kind="plain", on_click=self._cancel)
        line = row(self, self.title, self.bar, self.doing, self.cancel, space=Space.LARGE)
        line.setStretch(1, 1)
        task.progressed.connect(self.show_progress)

    def show_progress(self, progress: Progress) -> None:
        if progress.part is None:
            self.bar.setRange(0, 0)
        else:
            self.bar.setRange(0, 1000)
            self.bar.setValue(round(progress.part * 1000))
        self.doing.say(progress.doing)

    def _cancel(self) -> None:
        self._task.cancel()
        self.cancel.setEnabled(False)
        self.doing.say("stopping…")


class JobTray(QFrame):
    """Give it `Tasks.started` and `Tasks.ended`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "tray")
        self._lines: dict[Task, JobLine] = {}
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(Space.LARGE, Space.HAIR, Space.LARGE, Space.HAIR)
        self._rows.setSpacing(0)
        self._slide = QPropertyAnimation(self, b"maximumHeight", self)
        self._slide.setDuration(_SLIDE_MS)
        self._slide.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._slide.finished.connect(self._settle)
        self.setMaximumHeight(0)
        self.hide()

    @property
    def lines(self) -> tuple[JobLine, ...]:
        return tuple(self._lines.values())

    def began(self, task: Task) -> None:
        if task.quiet:
            return
        line = JobLine(task)
        line.hide()
        self._lines[task] = line
        self._rows.addWidget(line)
        clock = QTimer(line)
        clock.setSingleShot(True)
        clock.timeout.connect(line.show)
        clock.timeout.connect(self._move)
        clock.start(AFTER_MS)

    def ended(self, task: Task) -> None:
        line = self._lines.pop(task, None)
        if line is not None:
            line.hide()
            self._rows.removeWidget(line)
            line.deleteLater()
            self._move()

    def _move(self) -> None:
        shown = any(not line.isHidden() for line in self._lines.values())
        if not shown and self.isHidden():
            return
        self._slide.stop()
        self.show()
        self._slide.setStartValue(min(self.maximumHeight(), self.height()))
        self._slide.setEndValue(self.sizeHint().height() if shown else 0)
        self._slide.start()

    def _settle(self) -> None:
        if self._slide.endValue() == 0:
            self.hide()
        else:
            self.setMaximumHeight(16_777_215)  # Qt's "no limit": several lines may follow
