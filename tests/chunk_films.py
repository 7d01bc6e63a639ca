"""Films as cameras split them: parts of one run of numbered pictures with a click in the sound at every second, each coded by itself."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import cast

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.container import InputContainer
from av.packet import Packet
from av.stream import Stream
from av.video.frame import VideoFrame
from av.video.stream import VideoStream
from numpy.typing import NDArray

from vig_tool.media.sample.barcode import draw_barcode
from vig_tool.media.sample.voices import RATE, click_sound

PICTURES_A_SECOND = 25
WIDTH, HEIGHT = 320, 192
_KINDS = {".mp4": "mp4", ".mov": "mov", ".mts": "mpegts", ".avi": "avi"}


def write_part(
    path: Path,
    numbers: range,
    *,
    gop: int = 25,
    b_frames: int = 0,
    sound: bool = True,
    starts_us: int = 0,
    turn: int = 0,
    tags: dict[str, str] | None = None,
    scene: int = 0,
) -> Path:
    """The pictures `numbers` of the run, with the sound that belongs to them; `starts_us` is what the part's clock says at its first."""
    kind = _KINDS[path.suffix.lower()]
    options = {"mpegts_flags": "+resend_headers"} if kind == "mpegts" else {}
    if kind in ("mp4", "mov") and tags:
        options["movflags"] = "use_metadata_tags"
    with av.open(str(path), "w", format=kind, options=options) as film:
        film.metadata.update(tags or {})
        video = film.add_stream("libx264" if kind != "avi" else "mjpeg", rate=PICTURES_A_SECOND)
        video.width, video.height, video.pix_fmt = WIDTH, HEIGHT, "yuv420p" if kind != "avi" else "yuvj420p"
        if kind != "avi":
            video.options = {"preset": "ultrafast", "crf": "18", "x264-params": "scenecut=0:open-gop=0"}
            video.codec_context.gop_size, video.codec_context.max_b_frames = gop, b_frames
        else:
            video.bit_rate = 4_000_000
        if turn:
            video.set_display_rotation(-turn)
        track = film.add_stream("aac" if kind != "avi" else "pcm_s16le", rate=RATE, layout="stereo") if sound else None
        heard = run_sound(numbers)
        begin = Fraction(starts_us, 1_000_000)
        placed = 0
        for place, number in enumerate(numbers):
            frame = VideoFrame.from_ndarray(draw(number, scene), format="rgb24")
            frame.pts, frame.time_base = place + round(begin * PICTURES_A_SECOND), Fraction(1, PICTURES_A_SECOND)
            film.mux(video.encode(frame))
            while track is not None and placed < (place + 1) * RATE // PICTURES_A_SECOND:
                piece = heard[placed : placed + 1024]
                if track.format.name == "fltp":
                    part = AudioFrame.from_ndarray(np.ascontiguousarray(piece.T), format="fltp", layout="stereo")
                else:
                    part = AudioFrame.from_ndarray((piece * 32767).astype(np.int16).reshape(1, -1), format="s16", layout="stereo")
                part.pts, part.time_base, part.sample_rate = placed + round(begin * RATE), Fraction(1, RATE), RATE
                film.mux(track.encode(part))
                placed += len(piece)
        film.mux(video.encode(None))
        if track is not None:
            film.mux(track.encode(None))
    return path


def draw(number: int, scene: int = 0) -> NDArray[np.uint8]:
    """One picture of the run: something moves, and the number stands along the top edge."""
    down, across = np.mgrid[0:HEIGHT, 0:WIDTH]
    picture = np.empty((HEIGHT, WIDTH, 3), np.uint8)
    picture[:, :, 0] = (across // 2 + 4 * number + 90 * scene) % 200
    picture[:, :, 1] = (down + 3 * number) % 180
    picture[:, :, 2] = 60 + 40 * scene
    draw_barcode(picture, number)
    return picture


def run_sound(numbers: range) -> NDArray[np.float32]:
    """The sound of these pictures out of the whole run's."""
    clicks = tuple(second * 1_000_000 for second in range(numbers.stop // PICTURES_A_SECOND + 1))
    whole = click_sound(clicks, (numbers.stop + 1) / PICTURES_A_SECOND)
    return whole[numbers.start * RATE // PICTURES_A_SECOND : numbers.stop * RATE // PICTURES_A_SECOND]


def split(path: Path, targets: Sequence[Path], spans: Sequence[tuple[int, int]], *, keep_stamps: bool = False) -> list[Path]:
    """Parts of one film by its packets, as a camera writes them: each span (first picture, one past the last) begins at a key picture.
    Sound goes with the pictures. Spans may overlap."""
    for target, (first, last) in zip(targets, spans, strict=True):
        with av.open(str(path)) as film, av.open(str(target), "w", format=_KINDS[target.suffix.lower()]) as out:
            streams: dict[int, Stream] = {
                stream.index: out.add_stream_from_template(cast("VideoStream", stream), opaque=True) for stream in film.streams
            }
            begin, end = Fraction(first, PICTURES_A_SECOND), Fraction(last, PICTURES_A_SECOND)
            for packet in _packets(film):
                tick = packet.time_base
                at = (packet.pts or 0) * tick - _start(film)
                if packet.stream.type == "video" and not begin <= at < end:
                    continue
                if packet.stream.type == "audio" and not begin <= at + (packet.duration or 0) * tick / 2 < end:
                    continue
                by = 0 if keep_stamps else round((begin + _start(film)) / tick)
                copy: Packet[Stream] = Packet(bytes(packet))
                copy.pts, copy.dts = (packet.pts or 0) - by, (packet.dts or 0) - by
                copy.duration, copy.time_base, copy.is_keyframe = packet.duration, tick, packet.is_keyframe
                copy.stream = streams[packet.stream.index]
                out.mux(copy)
    return list(targets)


def cut_short(folder: Path) -> bytes:
    """A film of 20 seconds whose table of contents stands first, cut off in the middle of its pictures."""
    plain, front = write_part(folder / "long.mp4", range(500)), folder / "front.mp4"
    with av.open(str(plain)) as film, av.open(str(front), "w", format="mp4", options={"movflags": "faststart"}) as out:
        streams = {stream.index: out.add_stream_from_template(cast("VideoStream", stream), opaque=True) for stream in film.streams}
        for packet in _packets(film):
            packet.stream = streams[packet.stream.index]
            out.mux(packet)
    data = front.read_bytes()
    return data[: len(data) * 6 // 10]


def _start(film: InputContainer) -> Fraction:
    stream = film.streams.video[0]
    return Fraction(stream.start_time or 0) * cast(Fraction, stream.time_base)


def _packets(film: InputContainer) -> list[Packet[Stream]]:
    return [packet for packet in film.demux() if packet.dts is not None and packet.pts is not None]
