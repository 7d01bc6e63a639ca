"""A picture as a file's bytes: PNG for what the user keeps, JPEG for what the program keeps; neither holds anything but the picture."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from vig_tool.errors import Damaged


def png_bytes(rgb: NDArray[np.uint8]) -> bytes:
    """(height, width, 3) uint8 RGB as PNG, without metadata."""
    return _encoded(rgb, ".png", [cv2.IMWRITE_PNG_COMPRESSION, 6])


def jpeg_bytes(rgb: NDArray[np.uint8], *, quality: int = 85) -> bytes:
    """(height, width, 3) uint8 RGB as JPEG, without metadata."""
    return _encoded(rgb, ".jpg", [cv2.IMWRITE_JPEG_QUALITY, quality])


def picture_of(data: bytes) -> NDArray[np.uint8]:
    """The inverse: (height, width, 3) uint8 RGB. Raises Damaged."""
    bgr = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR) if data else None
    if bgr is None:
        raise Damaged("A stored picture cannot be read.", advice="The film itself is safe.")
    return np.ascontiguousarray(bgr[:, :, ::-1], dtype=np.uint8)


def scaled(rgb: NDArray[np.uint8], *, height: int) -> NDArray[np.uint8]:
    """The picture at this height, its shape kept."""
    width = max(1, round(rgb.shape[1] * height / rgb.shape[0]))
    method = cv2.INTER_AREA if height < rgb.shape[0] else cv2.INTER_CUBIC
    return np.ascontiguousarray(cv2.resize(rgb, (width, height), interpolation=method), dtype=np.uint8)


def _encoded(rgb: NDArray[np.uint8], kind: str, settings: list[int]) -> bytes:
    done, data = cv2.imencode(kind, np.ascontiguousarray(rgb[:, :, ::-1]), settings)
    if not done:
        raise ValueError(f"no {kind} from an array of shape {rgb.shape}")
    return data.tobytes()
