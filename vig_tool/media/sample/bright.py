"""Films a drawn picture as a phone with high dynamic range would: the same colours, in wide primaries, on the HLG or PQ curve, 10 bits."""

from __future__ import annotations

import numpy as np
from av.video.frame import VideoFrame
from numpy.typing import NDArray

WHITE_NITS = 203.0
"""How bright a white sheet of paper is in such a film (BT.2408)."""
# BT.709 to BT.2020 primaries (BT.2087).
_WIDER = np.array([[0.6274, 0.3293, 0.0433], [0.0691, 0.9195, 0.0114], [0.0164, 0.0880, 0.8956]])


def brightened(rgb: NDArray[np.uint8], curve: str) -> VideoFrame:
    """(height, width, 3) sRGB to yuv420p10le, BT.2020, limited range; `curve` is "hlg" or "pq"."""
    return coded(light_of(rgb) * WHITE_NITS, curve)


def light_of(rgb: NDArray[np.uint8]) -> NDArray[np.float64]:
    """sRGB to linear light, 1 = white."""
    value = rgb / 255.0
    return np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)


def coded(nits: NDArray[np.float64], curve: str) -> VideoFrame:
    """(height, width, 3) light as it should leave a screen of 1000 nits, in nits and BT.709 primaries, to a film's picture. Even sizes."""
    wide = np.clip(nits @ _WIDER.T, 0, None)
    signal = _pq(wide) if curve == "pq" else _hlg(wide)
    red, green, blue = signal[..., 0], signal[..., 1], signal[..., 2]
    luma = 0.2627 * red + 0.6780 * green + 0.0593 * blue
    frame = VideoFrame(luma.shape[1], luma.shape[0], "yuv420p10le")
    _fill(frame, 0, 64 + 876 * luma)
    for plane, colour, spread in ((1, blue, 1.8814), (2, red, 1.4746)):
        chroma = 512 + 896 * (colour - luma) / spread
        _fill(frame, plane, (chroma[0::2, 0::2] + chroma[1::2, 0::2] + chroma[0::2, 1::2] + chroma[1::2, 1::2]) / 4)
    frame.color_primaries, frame.color_trc, frame.colorspace = 9, (16 if curve == "pq" else 18), 9
    return frame


def _pq(nits: NDArray[np.float64]) -> NDArray[np.float64]:
    power = (nits / 10_000) ** 0.1593017578125
    return np.asarray(((0.8359375 + 18.8515625 * power) / (1 + 18.6875 * power)) ** 78.84375)


def _hlg(nits: NDArray[np.float64]) -> NDArray[np.float64]:
    """Through the inverse of what a screen of 1000 nits does to the scene (BT.2100)."""
    shown = nits / 1000
    luma = shown @ np.array([0.2627, 0.6780, 0.0593])
    scene = shown * np.where(luma > 0, np.maximum(luma, 1e-9) ** (1 / 1.2 - 1), 0)[..., None]
    dark = np.sqrt(3 * scene)
    bright = 0.17883277 * np.log(np.maximum(12 * scene - 0.28466892, 1e-9)) + 0.55991073
    return np.where(scene <= 1 / 12, dark, bright)


def _fill(frame: VideoFrame, number: int, values: NDArray[np.float64]) -> None:
    plane = frame.planes[number]
    lines = np.frombuffer(memoryview(plane), np.uint16).reshape(plane.height, plane.line_size // 2)
    lines[:, : plane.width] = np.clip(values + 0.5, 0, 1023).astype(np.uint16)
