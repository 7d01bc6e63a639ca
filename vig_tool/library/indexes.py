"""The picture lists of the films used last, kept unpacked: a key press must not unpack an hour of pictures anew."""

from __future__ import annotations

import threading
import uuid
from collections import OrderedDict

from vig_tool.library.models import Recording
from vig_tool.timing import FrameIndex

_KEPT = 4
"""An hour at 60 pictures a second takes 4 MB."""


class Indexes:
    """By media id: what a film's pictures are never changes, and a film taken in anew has another id. May be asked from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: OrderedDict[uuid.UUID, FrameIndex] = OrderedDict()

    def of(self, recording: Recording) -> FrameIndex:
        """Of a row whose session is still open: only where the list is not at hand is it read. Raises Damaged."""
        with self._lock:
            index = self._kept.get(recording.media_id)
            if index is not None:
                self._kept.move_to_end(recording.media_id)
                return index
        index = FrameIndex.from_bytes(recording.frame_index)
        for column in (index.times, index.stamps, index.keys):
            column.flags.writeable = False  # everyone is given the same one
        with self._lock:
            self._kept[recording.media_id] = index
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return index

    def forget(self) -> None:
        with self._lock:
            self._kept.clear()
