"""Where another scene begins in a row of pictures: there nothing can be followed from one picture to the next."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from vig_tool.media.opencv import cv2

_SMALL: Final = (32, 18)
_APART: Final = 10.0  # grey levels that pictures of two scenes differ by at least
_ALIKE: Final = 0.6  # how alike they can be at most: a light that is switched on changes the brightness, not what is where


def scenes(greys: Sequence[NDArray[np.uint8]]) -> NDArray[np.int64]:
    """For each picture the number of its scene, counted from 0: (n,)."""
    made = np.zeros(len(greys), np.int64)
    before: NDArray[np.float32] | None = None
    for place, grey in enumerate(greys):
        small = np.asarray(cv2.resize(grey, _SMALL, interpolation=cv2.INTER_AREA), np.float32)
        made[place] = made[max(0, place - 1)] + (before is not None and _is_another(before, small))
        before = small
    return made


def _is_another(before: NDArray[np.float32], after: NDArray[np.float32]) -> bool:
    if float(np.abs(after - before).mean()) < _APART:
        return False
    one, other = before - before.mean(), after - after.mean()
    size = float(np.linalg.norm(one) * np.linalg.norm(other))
    return float((one * other).sum()) < _ALIKE * size or size == 0
