"""A film with a quiet tone on one side, for measuring what is heard."""

from __future__ import annotations

from fractions import Fraction
from io import BytesIO

import av
import numpy as np

from tests.gui.playable import CountedSource, Playable, playable
from vig_tool.media.sample.barcode import draw_barcode

RATE = 48_000
HERTZ = 440
LEVEL = 0.02


def tone_film(*, seconds: float = 6, level: float = LEVEL) -> Playable:
    """30 numbered pictures a second; the tone on the left only."""
    held = BytesIO()
    with av.open(held, "w", format="mp4") as container:
        video = container.add_stream("libx264", rate=30, options={"preset": "ultrafast", "g": "30"})
        video.width, video.height, video.pix_fmt = 320, 180, "yuv420p"
        audio = container.add_stream("aac", rate=RATE, layout="stereo")
        for number in range(round(30 * seconds)):
            picture = np.full((180, 320, 3), 128, np.uint8)
            draw_barcode(picture, number)
            frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
            frame.pts, frame.time_base = number, Fraction(1, 30)
            container.mux(video.encode(frame))
        container.mux(video.encode(None))
        time = np.arange(round(seconds * RATE)) / RATE
        tone = np.stack([level * np.sin(2 * np.pi * HERTZ * time), np.zeros(len(time))]).astype(np.float32)
        for first in range(0, tone.shape[1], 1024):
            block = av.AudioFrame.from_ndarray(np.ascontiguousarray(tone[:, first : first + 1024]), format="fltp", layout="stereo")
            block.sample_rate, block.pts, block.time_base = RATE, first, Fraction(1, RATE)
            container.mux(audio.encode(block))
        container.mux(audio.encode(None))
    return playable(CountedSource(held.getvalue()))
