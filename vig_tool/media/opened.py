"""A film opened for reading: the one place where PyAV opens containers, with white lists, and where its errors are understood."""

from __future__ import annotations

import os
from collections.abc import Iterator
from types import TracebackType
from typing import BinaryIO, Self

import av
from av.container import InputContainer
from av.packet import Packet
from av.stream import Discard
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from vig_tool.errors import FilmRefused, UserError
from vig_tool.media.source import Source

FAMILIES = {
    "mov,mp4,m4a,3gp,3g2,mj2": "mov",
    "matroska,webm": "matroska",
    "avi": "avi",
    "mpegts": "mpegts",
    "mpeg": "mpeg",
    "asf": "asf",
    "ogg": "ogg",
}
"""The demuxers a film may use, and what we call them."""

_LISTS = {
    "format_whitelist": "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mpegts,mpeg,asf,ogg",
    "protocol_whitelist": "none",  # the film comes through our own reader; nothing else is ever opened
}
_THREADS = min(4, os.cpu_count() or 1)


class _Reader:
    """What the demuxer reads through. Nameless (nothing can be guessed from a name); remembers trouble, which demuxers take for the end."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.trouble: Exception | None = None

    def read(self, size: int) -> bytes:
        try:
            return self._file.read(size)
        except (UserError, OSError) as trouble:
            self.trouble = trouble
            raise

    def seek(self, offset: int, whence: int = 0) -> int:
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        return self._file.tell()

    def close(self) -> None:
        self._file.close()


class OpenFilm:
    """A container opened for reading one of its tracks. Closes the source's file too. Not thread-safe.

    careful     decode one picture after another; otherwise several at once, which is faster but loses pictures around damage
    quick       leave out what only makes pictures better: for counting, never for showing
    Raises FilmRefused where it is not a film we read, Damaged (or what the source raises) where the bytes cannot be had.
    """

    def __init__(self, source: Source, *, track: int | None = None, careful: bool = False, quick: bool = False) -> None:
        self._reader = _Reader(source.open())
        self.errors = 0
        """Packets that did not decode so far."""
        try:
            self.container: InputContainer = _open(self._reader)
        except BaseException:
            self._reader.close()
            raise
        self._stream: VideoStream | None = None
        if track is not None:
            try:
                self.choose(track, careful=careful, quick=quick)
            except BaseException:
                self.close()
                raise

    @property
    def family(self) -> str:
        return FAMILIES.get(self.container.format.name, self.container.format.name)

    @property
    def stream(self) -> VideoStream:
        """The track being read."""
        if self._stream is None:
            raise RuntimeError("no track was chosen")
        return self._stream

    def choose(self, track: int, *, careful: bool = False, quick: bool = False) -> VideoStream:
        """Reads only this stream from now on. Before the first packet only."""
        streams = self.container.streams
        stream = streams[track] if track < len(streams) else None
        if not isinstance(stream, VideoStream):
            raise FilmRefused("The pictures of this film were not found where they were before.")
        for other in streams:
            if other.index != track:
                other.discard = Discard.all
        context = stream.codec_context
        context.thread_type = "SLICE" if careful else "AUTO"
        context.thread_count = 1 if careful else _THREADS
        if quick:
            context.options = {"skip_loop_filter": "all", "skip_idct": "all"}
        self._stream = stream
        return stream

    def packets(self) -> Iterator[Packet[VideoStream]]:
        """The track's packets from here on, and at last an empty one. A container that breaks off ends here; damaged sealed data raises."""
        found = self.container.demux(self.stream)
        try:
            while True:
                try:
                    packet = next(found)
                except StopIteration:
                    break
                except (av.FFmpegError, OSError):
                    self._raise_trouble()
                    self.errors += 1
                    break
                if packet.size:
                    yield packet
            self._raise_trouble()
        finally:
            if hasattr(found, "close"):
                found.close()

    def pictures(self) -> Iterator[VideoFrame]:
        """Every picture that decodes from here on, in the order of showing."""
        for packet in self.packets():
            yield from self.decode(packet)
        yield from self.decode(None)

    def decode(self, packet: Packet[VideoStream] | None) -> list[VideoFrame]:
        """What comes out after this packet (None: the rest). A packet that does not decode counts as an error and gives nothing."""
        try:
            return self.stream.decode(packet)
        except EOFError:
            return []
        except (av.FFmpegError, OSError, ValueError):
            self.errors += 1
            return []

    def seek(self, stamp: int) -> bool:
        """To a place at or before `stamp` where decoding can start, as well as the container can. False where it cannot."""
        try:
            self.container.seek(stamp, stream=self.stream, backward=True)
        except (av.FFmpegError, OSError, OverflowError):
            self._raise_trouble()
            return False
        return True

    def _raise_trouble(self) -> None:
        if self._reader.trouble is not None:
            raise self._reader.trouble

    def close(self) -> None:
        self.container.close()
        self._reader.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, trouble: BaseException | None, trace: TracebackType | None) -> None:
        self.close()


def _open(reader: _Reader) -> InputContainer:
    try:
        return av.open(reader, "r", container_options=dict(_LISTS), metadata_errors="replace", buffer_size=1 << 17)
    except (av.FFmpegError, OSError, ValueError) as trouble:
        if reader.trouble is not None:
            raise reader.trouble from trouble
        raise FilmRefused(
            "This is not a film that can be read.", advice="It may be damaged or of a kind this program does not know."
        ) from trouble
