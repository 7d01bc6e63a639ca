"""Shows high-dynamic-range pictures (HLG, PQ) with ordinary brightness: a table per channel, the smaller colour space, a table again."""

from __future__ import annotations

from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

_PQ = 16
_WHITE_NITS = 203.0  # BT.2408: the brightness of a white sheet of paper
_KNEE = 0.5  # below, brightness is kept; above, it is bent towards white
_STEPS = 4096
# BT.2020 to BT.709 primaries (BT.2087).
_SMALLER = np.array([[1.6605, -0.5876, -0.0728], [-0.1246, 1.1329, -0.0083], [-0.0182, -0.1006, 1.1187]], np.float32)


def flatten(rgb: NDArray[np.uint16], *, curve: int) -> NDArray[np.uint8]:
    """(height, width, 3) uint16 in BT.2020 with the film's own curve (16: PQ, else HLG) to ordinary uint8 RGB of the same shape."""
    linear = _light(curve)[rgb >> 4]
    narrow = cv2.transform(linear, _SMALLER)
    level = np.clip(narrow * (_STEPS - 1) + 0.5, 0, _STEPS - 1).astype(np.uint16)
    shown: NDArray[np.uint8] = _screen()[level]
    return shown


@cache
def _light(curve: int) -> NDArray[np.float32]:
    """From a 12-bit code to light, 1 = white on the screen, bright parts already bent down."""
    code = np.linspace(0.0, 1.0, _STEPS)
    if curve == _PQ:
        root = code ** (1 / 78.84375)
        nits = 10_000 * (np.maximum(root - 0.8359375, 0) / (18.8515625 - 18.6875 * root)) ** (1 / 0.1593017578125)
    else:
        scene = np.where(code <= 0.5, code**2 / 3, (np.exp((code - 0.55991073) / 0.17883277) + 0.28466892) / 12)
        nits = 1000 * scene**1.2
    light = nits / _WHITE_NITS
    bent = _KNEE + (1 - _KNEE) * (1 - np.exp(-(light - _KNEE) / (1 - _KNEE)))
    return np.where(light < _KNEE, light, bent).astype(np.float32)


@cache
def _screen() -> NDArray[np.uint8]:
    """From light in steps to what the screen takes (sRGB)."""
    light = np.linspace(0.0, 1.0, _STEPS)
    value = np.where(light <= 0.0031308, 12.92 * light, 1.055 * light ** (1 / 2.4) - 0.055)
    return np.round(255 * value).astype(np.uint8)
