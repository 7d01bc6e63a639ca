"""The exact pictures of a moment: at both ends, and its best one; asked for as they change, kept while they stay."""

from __future__ import annotations

from PySide6.QtGui import QImage

from app.pictures import Pictures, Wanted
from app.rooms import Desk
from app.screens.film_room.passes.fine_bar import FineBar
from app.theme.tokens import Size
from vig_tool.timing import Instant
from vig_tool.work.tagging import Moment


class Ends:
    """Shows them in the bar. A picture that is still on its way leaves its box empty, never another one's in it."""

    def __init__(self, desk: Desk, bar: FineBar) -> None:
        self._bar = bar
        self._moment: Moment | None = None
        self._images: dict[Instant, QImage] = {}
        self._pictures = Pictures(desk, Size.COLUMN, bar)
        self._pictures.came.connect(self._came)

    def show(self, moment: Moment) -> None:
        """The moment as it is now."""
        wanted = [at for at in (moment.span.start, moment.span.end.shifted(-1), moment.still) if at is not None]
        same_film = self._moment is not None and self._moment.recording_id == moment.recording_id
        self._images = {at: image for at, image in self._images.items() if same_film and at in wanted}
        self._moment = moment
        self._show()
        self._pictures.want(Wanted(moment.recording_id, at) for at in wanted if at not in self._images)

    def forget(self) -> None:
        """Nothing is looked at any more."""
        self._moment = None
        self._pictures.forget()
        self._images.clear()

    def _show(self) -> None:
        moment = self._moment
        if moment is not None:
            self._bar.show_ends(self._images.get(moment.span.start), self._images.get(moment.span.end.shifted(-1)))
            self._bar.show_best(moment.still, None if moment.still is None else self._images.get(moment.still))

    def _came(self, wanted: Wanted, image: QImage) -> None:
        if self._moment is not None and self._moment.recording_id == wanted.recording_id:
            self._images[wanted.at] = image
            self._show()
