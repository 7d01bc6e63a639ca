"""Covers a face or a region of a clip: drawn on the stopped picture, followed, put right where it was lost, looked through."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QProgressBar, QWidget

from app.rooms import Desk
from app.screens.clips.clip_page import ClipPage
from app.screens.clips.cover_strip import CoverStrip
from app.screens.clips.drawing import Drawn, Parts
from app.tasks import Task
from app.theme.icons import Icon
from app.theme.tokens import Space
from app.video.player import Player
from app.widgets.beside_or_below import BesideOrBelow
from app.widgets.choices import Choice
from app.widgets.plain import Button, Words, column, row
from vig_tool.errors import UserError
from vig_tool.jobs import Job, Progress
from vig_tool.timing import Instant
from vig_tool.work import covering
from vig_tool.work.changes import Done
from vig_tool.work.clips import Clip
from vig_tool.work.covering import Box, CoveredClip, Seen, SmallPicture

_DRAW = "Stop on a picture where it can be seen well, and drag an oval round the face."
_FOLLOW = "Follow it: every picture of the clip is looked at, before and after this one."
_LOOK = "Play it from the first picture to the last, or step through it. Drag the oval wherever it does not cover enough."
_LOST = "In {many} it could not be followed with certainty. It stays covered there, wider; look, and drag it into place."
_READY = "Every picture was shown. If all of them hide what they should, say so: then the clip can be saved."
_DONE = "Looked through. It stays covered wherever this clip is played or saved."
_FIELDS = (("round", "A face"), ("square", "A region"))


class CoverPage(ClipPage):
    def __init__(self, desk: Desk, make_player: Callable[[], Player]) -> None:
        super().__init__(desk, make_player, title="Cover something in this clip", draws="Picture to draw a cover on")
        self._covered: CoveredClip | None = None
        self._shown: set[int] = set()
        self._task: Task | None = None
        self._looking: Task | None = None
        self.hint = Words(_DRAW, tone="soft", wrap=True)
        self.stage.shown.connect(self._show_boxes)
        self.stage.through.connect(self._seen_all)
        self.stage.drawn.connect(self._say)
        self.stage.moved.connect(self._moved)
        self.strip = CoverStrip()
        self.strip.wanted.connect(self.stage.seek)
        self.shape = Choice(_FIELDS, "round")
        self.shape.chosen.connect(self._shape_chosen)
        self.new = Button("Draw a cover", meaning=Icon.ADD, tip="Puts an oval into the picture, to be moved by arrow keys")
        self.new.clicked.connect(self._new)
        self.follow = Button("Follow it", kind="main", meaning=Icon.NEXT, on_click=self.follow_draft)
        self.gone = Button("Gone from here", kind="plain", tip="From this picture on there is nothing to cover", on_click=self._gone)
        self.remove = Button("Take it away", kind="plain", meaning=Icon.REMOVE, on_click=self._remove)
        self.doubt = Button("Next doubtful picture", kind="plain", meaning=Icon.SEE, on_click=self._next_doubt)
        self.looked = Button("Looked through: every picture is covered", kind="main", meaning=Icon.TICK, on_click=self.look_through)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setRange(0, 1000)
        self.bar.setAccessibleName("How far it was followed")
        self.stop = Button("Stop", kind="plain", on_click=self._stop)
        self._work = QWidget()
        row(self._work, self.bar, self.stop, space=Space.SMALL).setStretch(0, 1)
        self._calm = QTimer(self)  # arrow keys move an oval in small steps: it is followed when they rest
        self._calm.setSingleShot(True)
        self._calm.setInterval(600)
        self._calm.timeout.connect(self._put_right)
        self._pending: tuple[str, Parts, Instant] | None = None
        self._build()

    def _build(self) -> None:
        first = BesideOrBelow(row(None, self.stage.transport()), row(None, self.shape, self.new, self.follow, space=Space.SMALL))
        second = BesideOrBelow(row(None, self.doubt, self.gone, self.remove, space=Space.SMALL), row(None, self.looked))
        parts = (self.head(), self.hint, self.stage, self._work, self.strip, first, second)
        inside = column(self, *parts, space=Space.SMALL, margin=Space.LARGE)
        inside.setStretch(2, 1)

    @property
    def covered(self) -> CoveredClip | None:
        return self._covered

    def open(self, clip: Clip, *, at: Instant | None = None) -> None:
        """Raises NotThere, Damaged."""
        if self._clip is None or clip.id != self._clip.id:
            self._shown = set()
        self._clip = clip
        self._fill(covering.covered_clip(self._desk.library, clip.id), at=at)
        self.setFocus()

    def reload(self, clip: Clip) -> None:
        """What is kept has changed elsewhere (undo): shown as it is now, at the same picture."""
        if self._task is None:
            self.open(clip, at=self.stage.at)

    def close_page(self) -> None:
        self._stop()
        if self._looking is not None:
            self._looking.cancel()
        self._calm.stop()
        self._pending = self._covered = None
        super().close_page()

    # What can be done

    def follow_draft(self) -> None:
        draw, at, clip = self.stage.draw, self.stage.at, self._clip
        if draw is None or draw.draft is None or at is None or clip is None:
            return
        parts, round_ = draw.draft, self.shape.value == "round"
        library = self._desk.library

        def work(job: Job) -> Done[CoveredClip]:
            return covering.add_cover(library, clip.id, at=at, box=Box.drawn(*parts), round_=round_, job=job)

        self._run(work)

    def look_through(self) -> None:
        clip = self._clip
        if clip is not None:
            self._try(lambda: covering.look_through(self._desk.library, clip.id))

    def _shape_chosen(self, kind: str) -> None:
        if self.stage.draw is not None:
            self.stage.draw.draw_round(on=kind == "round")

    def _new(self) -> None:
        if self.stage.draw is not None:
            self.stage.draw.begin()

    def _moved(self, cover_id: str, parts: Parts) -> None:
        at = self.stage.at
        if at is not None:
            self._pending = (cover_id, parts, at)
            self._calm.start()

    def _put_right(self) -> None:
        pending, clip, library = self._pending, self._clip, self._desk.library
        self._pending = None
        if pending is None or clip is None:
            return
        cover_id, parts, at = pending

        def work(job: Job) -> Done[CoveredClip]:
            box = covering.without_margin(Box.drawn(*parts))
            return covering.mark_cover(library, clip.id, cover_id, at=at, box=box, job=job)

        self._run(work)

    def _gone(self) -> None:
        clip, at, library, place = self._clip, self.stage.at, self._desk.library, self._chosen()
        if clip is None or at is None or place is None:
            return

        def work(job: Job) -> Done[CoveredClip]:
            return covering.mark_cover(library, clip.id, place.cover_id, at=at, box=_within(place.box), gone=True, job=job)

        self._run(work)

    def _remove(self) -> None:
        clip, place = self._clip, self._chosen()
        if clip is not None and place is not None:
            self._try(lambda: covering.remove_cover(self._desk.library, clip.id, place.cover_id))

    def _next_doubt(self) -> None:
        covered, here = self._covered, self.stage.number
        if covered is not None and covered.lost:
            later = [number for number in sorted(covered.lost) if number > here]
            runs = [number for number in later if number - 1 not in covered.lost] or sorted(covered.lost)[:1]
            self.stage.seek(runs[0])

    def _chosen(self) -> covering.Place | None:
        draw, covered = self.stage.draw, self._covered
        if draw is None or covered is None:
            return None
        return next((place for place in covered.places(self.stage.number) if place.cover_id == draw.chosen), None)

    # Work

    def _run(self, work: Callable[[Job], Done[CoveredClip]]) -> None:
        if self._task is not None:
            return
        self.bar.setValue(0)
        self._task = self._desk.tasks.run(
            work, title="Following what is covered", done=self._kept, failed=self._failed, cancelled=self._stopped
        )
        self._task.progressed.connect(self._progressed)
        self._say()

    def _try(self, use: Callable[[], Done[CoveredClip]]) -> None:
        try:
            self._kept(use())
        except UserError as trouble:
            self._desk.notices.trouble(trouble)

    def _kept(self, done: Done[CoveredClip]) -> None:
        self._task = None
        self.changed.emit(done)
        if self._clip is not None and done.value.clip_id == self._clip.id:
            if not done.value.looked_through:
                self._shown = set()  # what was seen so far was covered otherwise
            self._fill(done.value, at=self.stage.at)

    def _failed(self, trouble: BaseException) -> None:
        self._task = None
        self._desk.notices.trouble(trouble)
        self._say()

    def _stopped(self) -> None:
        self._task = None
        self._say()

    def _stop(self) -> None:
        if self._task is not None:
            self._task.cancel()

    def _progressed(self, progress: Progress) -> None:
        self.bar.setValue(round(1000 * (progress.part or 0)))

    # Showing

    def _fill(self, covered: CoveredClip, *, at: Instant | None) -> None:
        self._covered = covered
        clip = self._clip
        if clip is None:
            return
        self.stage.open(covering.film_of_clip(self._desk.library, clip.id), covered.span, at=at)
        draw = self.stage.draw
        if draw is not None:
            draw.set_draft(None)
            draw.draw_round(on=self.shape.value == "round")
        self._show_boxes(self.stage.number)
        library, clip_id = self._desk.library, clip.id

        def work(job: Job) -> tuple[SmallPicture, ...]:
            return covering.small_pictures(library, clip_id, job=job)

        if self._looking is not None:
            self._looking.cancel()
        self._looking = self._desk.tasks.run(work, done=self._strip_came)

    def _strip_came(self, pictures: tuple[SmallPicture, ...]) -> None:
        self._looking = None
        if self._covered is not None:
            self.strip.show_pictures(pictures)
            self.strip.show_number(self.stage.number)

    def _show_boxes(self, number: int) -> None:
        covered, draw = self._covered, self.stage.draw
        if covered is None or draw is None or number not in covered.numbers:
            return
        rounds = {cover.id: cover.round for cover in covered.covers}
        draw.show_boxes(
            [
                Drawn(place.cover_id, place.box.parts, rounds[place.cover_id], unsure=place.seen is Seen.LOST)
                for place in covered.places(number)
                if place.seen is not Seen.GONE
            ]
        )
        self._shown.add(number)
        self.strip.show_number(number)
        self._say()

    def _seen_all(self) -> None:
        if self._covered is not None:
            self._shown |= set(self._covered.numbers)
            self._say()

    def _say(self, _parts: object = None) -> None:
        """One next step, in words and as the one main button."""
        covered, draw = self._covered, self.stage.draw
        busy, drafted = self._task is not None, draw is not None and draw.draft is not None
        covers = covered is not None and bool(covered.covers)
        all_seen = covered is not None and self._shown >= set(covered.numbers)
        settled = covered is not None and covers and covered.looked_through
        self._work.setVisible(busy)
        self.follow.setVisible(drafted)
        self.follow.setEnabled(not busy)
        for button in (self.doubt, self.gone, self.remove):
            button.setVisible(covers)
        for button in (self.gone, self.remove, self.new):
            button.setEnabled(not busy)
        self.doubt.setEnabled(covered is not None and bool(covered.lost))
        self.looked.setVisible(covers and not settled)
        self.looked.setEnabled(all_seen and not busy and not drafted)
        if drafted:
            self.hint.say(_FOLLOW)
        elif covered is None or not covers:
            self.hint.say(_DRAW)
        elif settled:
            self.hint.say(_DONE)
        elif all_seen:
            self.hint.say(_READY)
        elif covered.lost:
            many = "1 picture" if len(covered.lost) == 1 else f"{len(covered.lost)} pictures"
            self.hint.say(_LOST.format(many=many))
        else:
            self.hint.say(_LOOK)

    def keys(self) -> dict[int, Callable[[], object]]:
        return {**super().keys(), Qt.Key.Key_Return: self.follow_draft, Qt.Key.Key_Escape: self._escape}

    def _escape(self) -> None:
        draw = self.stage.draw
        if draw is not None and draw.draft is not None:
            draw.set_draft(None)
            self._say()
        else:
            self.leave_page()


def _within(box: Box) -> Box:
    """A box that may reach beyond the picture, as the part of it that is inside."""
    return Box.drawn(max(box.x, 0.0), max(box.y, 0.0), min(box.w + min(box.x, 0.0), 1.0), min(box.h + min(box.y, 0.0), 1.0))
