"""Quarter turns and mirror images."""

from __future__ import annotations

from typing import Any, cast

from numpy.typing import NDArray

from vig_tool.media.opencv import cv2


def turned(picture: NDArray[Any], *, turn: int, mirrored: bool = False) -> NDArray[Any]:
    """(height, width, channels): turned clockwise by so many degrees, then left to right; itself where there is nothing to do."""
    if turn % 360 == 90:
        picture = cast("NDArray[Any]", cv2.rotate(picture, cv2.ROTATE_90_CLOCKWISE))
    elif turn % 360 == 180:
        picture = cast("NDArray[Any]", cv2.rotate(picture, cv2.ROTATE_180))
    elif turn % 360 == 270:
        picture = cast("NDArray[Any]", cv2.rotate(picture, cv2.ROTATE_90_COUNTERCLOCKWISE))
    return cast("NDArray[Any]", cv2.flip(picture, 1)) if mirrored else picture
