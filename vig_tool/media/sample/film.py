"""Makes the sample film: when each picture is shown, the pictures, the sound, and the file, through PyAV."""

from __future__ import annotations

import random
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import BinaryIO, Final, cast

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.container import OutputContainer
from av.packet import Packet
from av.video.frame import VideoFrame
from av.video.reformatter import Colorspace, VideoReformatter
from av.video.stream import VideoStream
from numpy.typing import NDArray

from vig_tool.jobs import Job
from vig_tool.media.opencv import cv2
from vig_tool.media.pictures.turning import turned
from vig_tool.media.sample.barcode import draw_barcode
from vig_tool.media.sample.figures import draw_scene
from vig_tool.media.sample.recipe import CONTAINERS, VIDEO_ENCODERS, Recipe, SampleTruth
from vig_tool.media.sample.room import paint_room, scene_pen
from vig_tool.media.sample.story import Story
from vig_tool.media.sample.voices import RATE, Sound, click_sound, story_sound

_FINE: Final = 90_000
_OPTIONS: Final = {
    "libx264": {"preset": "superfast", "crf": "20", "x264-params": "sliced-threads=0:sync-lookahead=0"},
    "libx265": {"preset": "ultrafast", "crf": "22", "x265-params": "log-level=none:pools=none:frame-threads=1"},
    "libvpx-vp9": {"deadline": "realtime", "cpu-used": "8", "crf": "30", "b": "0", "row-mt": "0"},
    "libvpx": {"deadline": "realtime", "cpu-used": "8", "crf": "12", "b": "4000000"},
}
_SOUND_CODECS: Final = {"webm": "libopus", "avi": "pcm_s16le", "wmv": "wmav2"}
_TAGS: Final = {  # what a phone writes, and a clip must not pass on
    "location": "+51.5237-000.1585+030.000/",
    "com.apple.quicktime.location.ISO6709": "+51.5237-000.1585+030.000/",
    "com.apple.quicktime.make": "Samplephone",
    "com.apple.quicktime.model": "Samplephone 7",
    "creation_time": "2024-05-06T10:11:12.000000Z",
    "comment": "filmed at home",
}


def make_film(target: Path | BinaryIO, recipe: Recipe | None = None, job: Job | None = None) -> SampleTruth:
    """Writes a sample film to a path or a seekable binary file, and says what is in it. Raises Cancelled (a path is then removed)."""
    recipe, job = recipe or Recipe(), job or Job()
    try:
        return _write(target, recipe, job)
    except BaseException:
        if isinstance(target, Path):
            target.unlink(missing_ok=True)
        raise


def _write(target: Path | BinaryIO, recipe: Recipe, job: Job) -> SampleTruth:
    base = _time_base(recipe)
    stamps, end = _stamps(recipe, base)
    truth = _truth(recipe, base, stamps, end)
    story = Story(recipe.seed)
    options = {"fflags": "+bitexact"}
    if recipe.container in ("mp4", "mov", "3gp"):
        options |= {"video_track_timescale": str(_FINE if recipe.variable_rate else recipe.rate * 512)}
        options |= {"movflags": "use_metadata_tags"} if recipe.gps and recipe.container == "mov" else {}
    where = str(target) if isinstance(target, Path) else target
    with av.open(where, "w", format=CONTAINERS[recipe.container], container_options=options) as film:
        if recipe.gps:
            film.metadata.update(_TAGS if recipe.container == "mov" else {k: v for k, v in _TAGS.items() if "." not in k})
        video = _add_video(film, recipe, base)
        sound = _add_sound(film, recipe) if recipe.sound else None
        packets = sound.pieces(story, truth) if sound else iter(())
        canvas = _Canvas(video)
        for number, picture in enumerate(_pictures(story, recipe, base, stamps)):
            job.report(number / len(stamps), "Drawing the sample film")
            frame = canvas.frame(picture)
            frame.pts, frame.time_base = stamps[number], base
            film.mux(video.encode(frame))
            for piece in packets:
                film.mux(piece.packets)
                if piece.until >= stamps[number] * base:
                    break
        film.mux(video.encode(None))
        for piece in packets:
            film.mux(piece.packets)
    job.report(1, "Drawing the sample film")
    return truth


def _time_base(recipe: Recipe) -> Fraction:
    if recipe.container in ("mkv", "webm"):
        return Fraction(1, 1000)  # all that these containers can say
    return Fraction(1, _FINE) if recipe.variable_rate else Fraction(1, recipe.rate)


def _stamps(recipe: Recipe, base: Fraction) -> tuple[list[int], int]:
    """When each picture is shown and when the last one ends, in units of `base`."""
    count = round(recipe.seconds * recipe.rate)
    step = 1 / (recipe.rate * base)
    if not recipe.variable_rate:
        return [round(number * step) for number in range(count)], round(count * step)
    luck = random.Random(recipe.seed * 7919 + count)  # noqa: S311 - jitter, not secrets
    stamps, place = [0], 1.0
    while place < count:
        slow = count * 0.55 < place < count * 0.7
        place += 1.0 + (0.25 if slow else 0.0)
        if luck.random() < 0.03:
            place += luck.choice((1, 1, 2))
        jittered = round((place - 1 + luck.uniform(-0.18, 0.18)) * float(step))
        if place < count and jittered > stamps[-1]:
            stamps.append(jittered)
    return stamps, max(round(count * step), stamps[-1] + 1)


def _truth(recipe: Recipe, base: Fraction, stamps: list[int], end: int) -> SampleTruth:
    times = tuple(round(stamp * base * 1_000_000) for stamp in stamps)
    clicks: list[int] = []
    for time_us in times if recipe.clicks and recipe.sound else ():
        if time_us // 1_000_000 > (clicks[-1] // 1_000_000 if clicks else -1):
            clicks.append(time_us)
    return SampleTruth(times, round(end * base * 1_000_000), tuple(click for click in clicks if click >= recipe.late_sound_us))


def _pictures(story: Story, recipe: Recipe, base: Fraction, stamps: list[int]) -> Iterator[NDArray[np.uint8]]:
    """The coded pictures: drawn upright, then turned back where a rotation tag turns them for the viewer."""
    room = paint_room(recipe.width, recipe.height)
    picture = np.empty_like(room)
    pen = scene_pen(picture)
    grain = _grain(recipe) if recipe.bit_rate else []
    for number, stamp in enumerate(stamps):
        picture[:] = room
        draw_scene(pen, story.at(float(stamp * base)))
        if grain:
            cv2.add(picture, grain[number % len(grain)], dst=picture)
        if recipe.barcode:
            draw_barcode(picture, number)
        yield turned(picture, turn=-recipe.turn)


def _grain(recipe: Recipe) -> list[NDArray[np.uint8]]:
    """What a camera adds in a living room: some layers of brightness noise, told apart from picture to picture."""
    luck = np.random.default_rng(recipe.seed)
    layers = []
    for _ in range(7):
        noise = luck.integers(0, 14, (recipe.height, recipe.width, 1), dtype=np.uint8)
        layers.append(np.repeat(noise, 3, axis=2))
    return layers


def _add_video(film: OutputContainer, recipe: Recipe, base: Fraction) -> VideoStream:
    encoder = VIDEO_ENCODERS[recipe.codec]
    options = dict(_OPTIONS.get(encoder, {"b": "6000000"}))
    if recipe.bit_rate:
        options.pop("crf", None)
        options["b"] = str(recipe.bit_rate)
    video = cast("VideoStream", film.add_stream(encoder, rate=recipe.rate, options=options))
    swapped = recipe.turn in (90, 270)
    video.width, video.height = (recipe.height, recipe.width) if swapped else (recipe.width, recipe.height)
    odd = recipe.width % 2 or recipe.height % 2
    if recipe.codec == "mjpeg":
        video.pix_fmt = "yuvj444p" if odd else "yuvj420p"
    else:
        video.pix_fmt = "yuv444p" if odd and recipe.codec in ("h264", "hevc", "vp9") else "yuv420p"
    context = video.codec_context
    context.time_base = base if recipe.codec != "mpeg4" else Fraction(1, recipe.rate)
    context.thread_count = 2 if recipe.codec == "h264" else 1  # a fixed number: the bytes must not depend on the machine
    if recipe.codec != "mjpeg":
        context.gop_size = recipe.gop or recipe.rate * 2
        context.max_b_frames = recipe.b_frames
        context.color_primaries, context.color_trc, context.colorspace = 1, 1, 6  # BT.709 light, BT.601 matrix: what OpenCV converts to
    context.flags |= av.codec.context.Flags.bitexact
    if recipe.turn:
        video.set_display_rotation(-recipe.turn)  # tags count anticlockwise
    return video


class _Canvas:
    """Turns pictures into frames of the film's pixel format. One buffer for all: making them anew costs most of the time."""

    def __init__(self, video: VideoStream) -> None:
        self._format, self._width, self._height = str(video.pix_fmt), video.width, video.height
        self._direct = video.pix_fmt == "yuv420p" and not (video.width % 2 or video.height % 2)
        self._yuv = np.empty((self._height * 3 // 2, self._width), dtype=np.uint8)
        self._converter = VideoReformatter()

    def frame(self, picture: NDArray[np.uint8]) -> VideoFrame:
        if not self._direct:
            plain = VideoFrame.from_ndarray(picture, format="rgb24")
            return self._converter.reformat(plain, format=self._format, dst_colorspace=Colorspace.ITU601)
        cv2.cvtColor(picture, cv2.COLOR_RGB2YUV_I420, dst=self._yuv)
        return VideoFrame.from_ndarray(self._yuv, format="yuv420p")


class _Piece:
    __slots__ = ("packets", "until")

    def __init__(self, packets: list[Packet[AudioStream]], until: float) -> None:
        self.packets, self.until = packets, until


class _SoundTrack:
    """Gives the sound to the file in step with the pictures."""

    def __init__(self, stream: AudioStream, recipe: Recipe) -> None:
        self._stream, self._recipe = stream, recipe

    def pieces(self, story: Story, truth: SampleTruth) -> Iterator[_Piece]:
        seconds = truth.end_us / 1_000_000
        late = round(self._recipe.late_sound_us * RATE / 1_000_000)
        sound = click_sound(truth.clicks_us, seconds) if self._recipe.clicks else story_sound(story, seconds, self._recipe.seed)
        size = self._stream.codec_context.frame_size or 1024
        for first in range(late, len(sound), size):
            frame = self._frame(sound[first : first + size])
            frame.pts, frame.time_base, frame.sample_rate = first, Fraction(1, RATE), RATE
            yield _Piece(self._stream.encode(frame), (first + size) / RATE)
        yield _Piece(self._stream.encode(None), seconds)

    def _frame(self, sound: Sound) -> AudioFrame:
        if self._stream.format.name == "fltp":
            return AudioFrame.from_ndarray(np.ascontiguousarray(sound.T), format="fltp", layout="stereo")
        whole = np.rint(np.clip(sound, -1, 1) * 32767).astype(np.int16).reshape(1, -1)
        if self._stream.format.name == "flt":
            return AudioFrame.from_ndarray(np.ascontiguousarray(sound).reshape(1, -1), format="flt", layout="stereo")
        return AudioFrame.from_ndarray(whole, format="s16", layout="stereo")


def _add_sound(film: OutputContainer, recipe: Recipe) -> _SoundTrack:
    stream = cast("AudioStream", film.add_stream(_SOUND_CODECS.get(recipe.container, "aac"), rate=RATE, layout="stereo"))
    if recipe.container != "avi":
        stream.codec_context.bit_rate = 128_000
    stream.codec_context.flags |= av.codec.context.Flags.bitexact
    stream.codec_context.open()
    return _SoundTrack(stream, recipe)
