"""A picture as a file's bytes: PNG for what the user keeps, JPEG for what the program keeps; neither holds anything but the picture."""

from __future__ import annotations

import io

import numpy as np
from numpy.typing import NDArray

from vig_tool.errors import Damaged
from vig_tool.media.opencv import cv2


def png_bytes(rgb: NDArray[np.uint8]) -> bytes:
    """(height, width, 3) uint8 RGB as PNG, without metadata."""
    done, data = cv2.imencode(".png", np.ascontiguousarray(rgb[:, :, ::-1]), [cv2.IMWRITE_PNG_COMPRESSION, 6])
    if not done:
        raise ValueError(f"no PNG from an array of shape {rgb.shape}")
    return data.tobytes()


def jpeg_bytes(rgb: NDArray[np.uint8], *, quality: int = 85) -> bytes:
    """(height, width, 3) uint8 RGB as JPEG, without metadata."""
    from PIL import Image  # a fifth of what OpenCV takes, for the same bytes; only where there are pictures

    kept = io.BytesIO()
    Image.fromarray(np.ascontiguousarray(rgb)).save(kept, "JPEG", quality=quality)
    return kept.getvalue()


def picture_of(data: bytes) -> NDArray[np.uint8]:
    """The inverse: (height, width, 3) uint8 RGB. Raises Damaged."""
    from PIL import Image

    try:
        with Image.open(io.BytesIO(data), formats=("JPEG", "PNG")) as stored:
            return np.array(stored.convert("RGB"), dtype=np.uint8)
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as trouble:  # SyntaxError: so Pillow calls a broken PNG
        raise Damaged("A stored picture cannot be read.", advice="The film itself is safe.") from trouble


def scaled(rgb: NDArray[np.uint8], *, height: int) -> NDArray[np.uint8]:
    """The picture at this height, its shape kept."""
    width = max(1, round(rgb.shape[1] * height / rgb.shape[0]))
    method = cv2.INTER_AREA if height < rgb.shape[0] else cv2.INTER_CUBIC
    return np.ascontiguousarray(cv2.resize(rgb, (width, height), interpolation=method), dtype=np.uint8)
