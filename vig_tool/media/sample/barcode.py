"""The number of a picture, drawn into it: sixteen blocks that survive encoding, scaling and fading."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

BLOCKS = 16
_CLEAR = 24  # a block and its complement differ by at least this much, out of 255


_PART = 24  # each of the two rows takes this part of the height, so the strip scales with the picture


def draw_barcode(rgb: NDArray[np.uint8], number: int) -> None:
    """Draws `number` (modulo 65536) along the top edge, highest bit left.

        +--+--+--+   a block is light for 1 and dark for 0,
        |  |##|  |   and under it stands its opposite, so that
        |##|  |##|   neither a fade nor a missing barcode can mislead
        +--+--+--+
    """
    height, width = rgb.shape[:2]
    row = max(2, round(height / _PART))
    for block in range(BLOCKS):
        bit = number >> (BLOCKS - 1 - block) & 1
        left, right = width * block // BLOCKS, width * (block + 1) // BLOCKS
        rgb[:row, left:right] = 235 if bit else 20
        rgb[row : 2 * row, left:right] = 20 if bit else 235


def read_barcode(rgb: NDArray[np.uint8]) -> int:
    """The number drawn into an upright picture (height x width x 3, any scale). Raises ValueError where there is none."""
    height, width = rgb.shape[:2]
    row = height / _PART

    def rows(start: float, end: float) -> slice:
        first = int(row * start)
        return slice(first, max(first + 1, int(row * end)))

    number = 0
    for block in range(BLOCKS):
        left, right = round(width * (block + 0.25) / BLOCKS), round(width * (block + 0.75) / BLOCKS)
        upper = float(np.mean(rgb[rows(0.25, 0.75), left : max(right, left + 1)]))
        lower = float(np.mean(rgb[rows(1.25, 1.75), left : max(right, left + 1)]))
        if abs(upper - lower) < _CLEAR:
            raise ValueError("there is no barcode in this picture")
        number = number << 1 | (upper > lower)
    return number
