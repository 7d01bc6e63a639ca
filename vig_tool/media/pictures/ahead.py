"""Reads on in a thread of its own while what was read before is still being worked on."""

from __future__ import annotations

import queue
import threading
from collections.abc import Generator, Iterable
from typing import Final, TypeVar

T = TypeVar("T")
_POLL_S: Final = 0.05


class _End:
    def __init__(self, trouble: BaseException | None) -> None:
        self.trouble = trouble


def ahead(things: Iterable[T], *, most: int) -> Generator[T]:
    """The same things, up to `most` of them read before they are asked for. What the reading raises is raised here, in its place.

    Closing it stops the reading and waits for its thread: as long as one thing takes.
    """
    ready: queue.Queue[T | _End] = queue.Queue(most)
    stop = threading.Event()

    def read() -> None:
        end = _End(None)
        found = iter(things)
        try:
            for thing in found:
                if not _put(ready, thing, stop):
                    break
        except BaseException as trouble:  # noqa: BLE001 - raised again where the things are asked for
            end = _End(trouble)
        finally:
            close = getattr(found, "close", None)
            if close is not None:
                close()
        _put(ready, end, stop)

    thread = threading.Thread(target=read, name="reading ahead")
    thread.start()
    try:
        while not isinstance(thing := ready.get(), _End):
            yield thing
        if thing.trouble is not None:
            raise thing.trouble
    finally:
        stop.set()
        thread.join()


def _put(ready: queue.Queue[T | _End], thing: T | _End, stop: threading.Event) -> bool:
    while not stop.is_set():
        try:
            ready.put(thing, timeout=_POLL_S)
        except queue.Full:
            continue
        return True
    return False
