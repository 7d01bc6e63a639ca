"""What a sample film should be like: one frozen record, and what was really made of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

STORY_SECONDS: Final = 90
"""Length of the story of parent and child; a longer film tells it again."""

VIDEO_ENCODERS: Final = {
    "h264": "libx264",
    "hevc": "libx265",
    "mjpeg": "mjpeg",
    "mpeg4": "mpeg4",
    "mpeg2video": "mpeg2video",
    "vp8": "libvpx",
    "vp9": "libvpx-vp9",
    "wmv2": "wmv2",
}
CONTAINERS: Final = {
    "mp4": "mp4",
    "mov": "mov",
    "mkv": "matroska",
    "webm": "webm",
    "avi": "avi",
    "ts": "mpegts",
    "3gp": "3gp",
    "wmv": "asf",
}
_CONSTANT_ONLY: Final = ("avi", "ts", "wmv")
_TURNING: Final = ("mp4", "mov", "mkv", "3gp")


@dataclass(frozen=True, slots=True)
class Recipe:
    """A sample film. The same recipe always gives the same bytes.

    width, height   what a viewer sees (upright); with `turn` 90 or 270 the coded picture has them swapped. Odd sizes are coded 4:4:4.
    turn            0, 90, 180 or 270: how far clockwise a player must turn the coded picture (written as a rotation tag)
    barcode         16 blocks with the picture's number along the top edge of the upright picture (see `read_barcode`)
    variable_rate   phone-like: jitter, dropped pictures, a slower stretch
    gps             tags a phone writes: place, device, time of filming
    late_sound_us   the sound track starts this much after the first picture
    clicks          instead of voices, a sharp click at the first picture of every whole second
    gop             pictures from one key picture to the next (0: two seconds); b_frames at most this many in a row
    bit_rate        bits a second, with the grain of a camera's picture (0: no grain, as many bits as it needs)
    """

    seconds: float = STORY_SECONDS
    width: int = 1280
    height: int = 720
    rate: int = 30
    codec: str = "h264"
    container: str = "mp4"
    barcode: bool = False
    variable_rate: bool = False
    turn: int = 0
    gps: bool = False
    sound: bool = True
    late_sound_us: int = 0
    clicks: bool = False
    gop: int = 0
    b_frames: int = 0
    bit_rate: int = 0
    seed: int = 1

    def __post_init__(self) -> None:
        if self.codec not in VIDEO_ENCODERS or self.container not in CONTAINERS:
            raise ValueError(f"no such film: {self.codec} in {self.container}")
        if self.turn not in (0, 90, 180, 270) or (self.turn and self.container not in _TURNING):
            raise ValueError(f"{self.container} cannot say a turn of {self.turn}")
        if self.variable_rate and self.container in _CONSTANT_ONLY:
            raise ValueError(f"{self.container} films are made with a constant rate only")
        if min(self.width, self.height) < 32 or self.seconds * self.rate < 1 or self.late_sound_us < 0:
            raise ValueError("too small a film")


@dataclass(frozen=True, slots=True)
class SampleTruth:
    """What a correct reader must find in the film, whatever its codec.

    times_us    when each picture is first shown, in whole microseconds from the first one
    end_us      when the last picture stops being shown
    clicks_us   when the clicks sound (the times of the pictures they belong to); empty without `clicks`
    """

    times_us: tuple[int, ...]
    end_us: int
    clicks_us: tuple[int, ...] = ()
