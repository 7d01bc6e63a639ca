"""A film opened for reading: the one place where PyAV opens containers, with white lists, and where its errors are understood."""

from __future__ import annotations

import os
from collections.abc import Iterator
from types import TracebackType
from typing import BinaryIO, Self, cast

import av
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.packet import Packet
from av.stream import Discard, Stream
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


class OpenContainer:
    """A film's container, opened. Closes the source's file too. Not thread-safe.

    Raises FilmRefused where it is not a film we read, Damaged (or what the source raises) where the bytes cannot be had.
    """

    def __init__(self, source: Source) -> None:
        self._reader = _Reader(source.open())
        self.errors = 0
        """Packets that did not decode so far."""
        try:
            self.container: InputContainer = _open(self._reader)
        except BaseException:
            self._reader.close()
            raise

    @property
    def family(self) -> str:
        return FAMILIES.get(self.container.format.name, self.container.format.name)

    def close(self) -> None:
        self.container.close()
        self._reader.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, trouble: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def _only(self, track: int) -> Stream:
        """Everything else is left unread."""
        streams = self.container.streams
        if track >= len(streams):
            raise FilmRefused("The tracks of this film were not found where they were before.")
        for other in streams:
            if other.index != track:
                other.discard = Discard.all
        return streams[track]

    def _demuxed(self, stream: Stream) -> Iterator[Packet[Stream]]:
        """The track's packets from here on. A container that breaks off ends here; damaged sealed data raises."""
        found = self.container.demux(stream)
        try:
            while True:
                try:
                    packet = next(found)
                except StopIteration:
                    break
                except (av.FFmpegError, OSError):
                    self.raise_trouble()
                    self.errors += 1
                    break
                if packet.size:
                    yield packet
            self.raise_trouble()
        finally:
            close = getattr(found, "close", None)
            if close is not None:
                close()

    def _jumped(self, stamp: int, stream: Stream) -> bool:
        try:
            self.container.seek(stamp, stream=stream, backward=True)
        except (av.FFmpegError, OSError, OverflowError):
            self.raise_trouble()
            return False
        return True

    def raise_trouble(self) -> None:
        """Raises what stopped the reading, if anything did: demuxers take it for the end."""
        if self._reader.trouble is not None:
            raise self._reader.trouble


class OpenFilm(OpenContainer):
    """A container opened for the pictures of one track.

    careful     decode one picture after another; otherwise several at once, which is faster but loses pictures around damage
    quick       leave out what only makes pictures better: for counting, never for showing
    """

    def __init__(self, source: Source, *, track: int, careful: bool = False, quick: bool = False) -> None:
        super().__init__(source)
        try:
            stream = self._only(track)
            if not isinstance(stream, VideoStream):
                raise FilmRefused("The pictures of this film were not found where they were before.")
        except BaseException:
            self.close()
            raise
        context = stream.codec_context
        context.thread_type = "SLICE" if careful else "AUTO"
        context.thread_count = 1 if careful else _THREADS
        if quick:
            context.options = {"skip_loop_filter": "all", "skip_idct": "all"}
        self.stream: VideoStream = stream

    def packets(self) -> Iterator[Packet[VideoStream]]:
        """The track's packets from here on."""
        return cast("Iterator[Packet[VideoStream]]", self._demuxed(self.stream))

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
        return self._jumped(stamp, self.stream)


class OpenSound(OpenContainer):
    """A container opened for the sound of one track."""

    def __init__(self, source: Source, *, track: int) -> None:
        super().__init__(source)
        try:
            stream = self._only(track)
            if not isinstance(stream, AudioStream):
                raise FilmRefused("The sound of this film was not found where it was before.")
        except BaseException:
            self.close()
            raise
        self.stream: AudioStream = stream

    def packets(self) -> Iterator[Packet[AudioStream]]:
        """The track's packets from here on."""
        return cast("Iterator[Packet[AudioStream]]", self._demuxed(self.stream))

    def frames(self) -> Iterator[AudioFrame]:
        """Every frame that decodes from here on; what does not decode is left out."""
        for packet in self.packets():
            yield from self._decode(packet)
        yield from self._decode(None)

    def seek(self, stamp: int) -> bool:
        """To a place at or before `stamp`, as well as the container can. False where it cannot."""
        return self._jumped(stamp, self.stream)

    def _decode(self, packet: Packet[AudioStream] | None) -> list[AudioFrame]:
        try:
            return self.stream.decode(packet)
        except EOFError:
            return []
        except (av.FFmpegError, OSError, ValueError):
            self.errors += 1
            return []


def _open(reader: _Reader) -> InputContainer:
    try:
        return av.open(reader, "r", container_options=dict(_LISTS), metadata_errors="replace", buffer_size=1 << 17)
    except (av.FFmpegError, OSError, ValueError) as trouble:
        if reader.trouble is not None:
            raise reader.trouble from trouble
        raise FilmRefused(
            "This is not a film that can be read.", advice="It may be damaged or of a kind this program does not know."
        ) from trouble
