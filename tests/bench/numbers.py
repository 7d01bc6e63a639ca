"""The number drawn into a picture: apart from the peers, whose libraries the program's own window is not to hold."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from vig_tool.media.sample import read_barcode

Rgb = NDArray[np.uint8]


def number_in(rgb: Rgb) -> int:
    """-1 where none can be read."""
    try:
        return read_barcode(rgb)
    except ValueError:
        return -1
