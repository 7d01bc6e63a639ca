"""Puts sound into a film that is being written: encoded beside the pictures, in a thread of its own, which ends with the writing."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator
from fractions import Fraction
from typing import Final

import numpy as np
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.codec.context import Flags
from av.container import OutputContainer
from av.packet import Packet

from vig_tool.media.sounds.span_sound import RATE, Block

_AHEAD: Final = 64
_PATIENCE_S: Final = 0.05


class SoundTrack:
    """Takes blocks of sound (n, 2) at 48 kHz as they are needed, a little ahead, and puts them beside the pictures they belong to.

    The blocks are made in the track's own thread; what that raises is raised by `write_until` or `finish`.
    """

    def __init__(self, film: OutputContainer, blocks: Iterator[Block], *, bits: int) -> None:
        self._film, self._blocks = film, blocks
        self._stream = film.add_stream("aac", rate=RATE, layout="stereo")
        context = self._stream.codec_context
        context.bit_rate = bits
        context.flags |= Flags.bitexact | Flags.global_header
        context.open()
        self._ready: queue.Queue[Packet[AudioStream] | BaseException | None] = queue.Queue(_AHEAD)
        self._stop = threading.Event()
        self._ended = False
        self._thread = threading.Thread(target=self._encode_all, name="sound of an export")
        self._thread.start()

    def write_until(self, seconds: Fraction) -> None:
        """What sounds before this time, and one piece more."""
        while not self._ended:
            found = self._ready.get()
            if found is None:
                self._ended = True
            elif isinstance(found, BaseException):
                self._ended = True
                raise found
            else:
                begins = Fraction(0) if found.pts is None or found.time_base is None else found.pts * found.time_base
                self._film.mux(found)
                if begins >= seconds:
                    return

    def finish(self) -> None:
        """All that is left of the blocks."""
        self.write_until(Fraction(10**9))
        self.close()

    def close(self) -> None:
        """Ends the thread, whether or not all is written."""
        self._stop.set()
        self._thread.join()

    def _encode_all(self) -> None:
        last: BaseException | None = None
        try:
            self._encode_blocks()
        except BaseException as trouble:  # noqa: BLE001 - raised again by whoever writes the film
            last = trouble
        finally:
            close = getattr(self._blocks, "close", None)
            if close is not None:
                close()
        self._put(last)

    def _encode_blocks(self) -> None:
        written = 0
        for block in self._blocks:
            frame = AudioFrame.from_ndarray(np.ascontiguousarray(block.T), format="fltp", layout="stereo")
            frame.sample_rate, frame.pts, frame.time_base = RATE, written, Fraction(1, RATE)
            written += len(block)
            for packet in self._stream.encode(frame):
                self._put(packet)
            if self._stop.is_set():
                return
        for packet in self._stream.encode(None) if written else []:
            self._put(packet)

    def _put(self, made: Packet[AudioStream] | BaseException | None) -> None:
        while not self._stop.is_set():
            try:
                self._ready.put(made, timeout=_PATIENCE_S)
            except queue.Full:
                continue
            return
