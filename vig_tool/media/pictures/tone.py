"""Shows high-dynamic-range pictures (HLG, PQ) as a good screen would, with bright parts bent down to white, in ordinary 8-bit colours."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from vig_tool.media.opencv import cv2

_PQ = 16
_WHITE_NITS = 203.0  # BT.2408: the brightness of a white sheet of paper
_KNEE = 0.5  # below, brightness is kept; above, it is bent towards white
_STEPS = 4096
_TOGETHER = np.array([[0.2627, 0.6780, 0.0593]], np.float32)
# BT.2020 to BT.709 primaries (BT.2087).
_SMALLER = np.array([[1.6605, -0.5876, -0.0728], [-0.1246, 1.1329, -0.0083], [-0.0182, -0.1006, 1.1187]], np.float32)


def flatten(rgb: NDArray[np.uint16], *, curve: int) -> NDArray[np.uint8]:
    """(height, width, 3) uint16 in BT.2020 with the film's own curve (16: PQ, else HLG) to ordinary uint8 RGB of the same shape."""
    light = _shown_pq()[rgb >> 4] if curve == _PQ else _bent(_shown_hlg(_scene()[rgb >> 4]))
    narrow = cv2.transform(light, _SMALLER)
    level = np.clip(narrow * (_STEPS - 1) + 0.5, 0, _STEPS - 1).astype(np.uint16)
    shown: NDArray[np.uint8] = _screen()[level]
    return shown


def _shown_hlg(scene: NDArray[np.float32]) -> NDArray[np.float32]:
    """What a screen of 1000 nits makes of the scene's light. It brightens by the light of all three colours together (BT.2100): colour by
    colour, faces would come out too red."""
    together = np.asarray(cv2.transform(scene, _TOGETHER), np.float32)
    gain = _gain()[(together * (_STEPS - 1)).astype(np.uint16)]
    return np.asarray(scene * gain.reshape(*scene.shape[:2], 1), np.float32)


def _bent(light: NDArray[np.float32]) -> NDArray[np.float32]:
    """Bright parts bent down towards white."""
    bright = np.asarray(cv2.exp((_KNEE - light) / (1 - _KNEE)), np.float32)
    return np.where(light < _KNEE, light, 1 - (1 - _KNEE) * bright)


@cache
def _shown_pq() -> NDArray[np.float32]:
    """From a 12-bit code to light, 1 = white on the screen, bright parts already bent down."""
    root = np.linspace(0.0, 1.0, _STEPS) ** (1 / 78.84375)
    nits = 10_000 * (np.maximum(root - 0.8359375, 0) / (18.8515625 - 18.6875 * root)) ** (1 / 0.1593017578125)
    return _bent((nits / _WHITE_NITS).astype(np.float32)).reshape(-1)


@cache
def _scene() -> NDArray[np.float32]:
    """From a 12-bit HLG code to the scene's light, 0..1."""
    code = np.linspace(0.0, 1.0, _STEPS)
    return np.where(code <= 0.5, code**2 / 3, (np.exp((code - 0.55991073) / 0.17883277) + 0.28466892) / 12).astype(np.float32)


@cache
def _gain() -> NDArray[np.float32]:
    """What the screen multiplies the scene with, by the light of all colours together; gives 1 for white."""
    return (1000 / _WHITE_NITS * np.linspace(0.0, 1.0, _STEPS) ** 0.2).astype(np.float32)


@cache
def _screen() -> NDArray[np.uint8]:
    """From light in steps to what the screen takes (sRGB)."""
    light = np.linspace(0.0, 1.0, _STEPS)
    value = np.where(light <= 0.0031308, 12.92 * light, 1.055 * light ** (1 / 2.4) - 0.055)
    return np.round(255 * value).astype(np.uint8)
