"""OpenCV, fetched by the first who uses it: 16 MB and a tenth of a second that opening, playing and stepping through most films do without.

What is taken from it while a module is imported (a default, a table) would fetch it at once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import cv2 as cv2
else:

    class _Fetched:
        def __getattr__(self, name: str) -> object:
            import cv2

            value = getattr(cv2, name)
            setattr(self, name, value)
            return value

    cv2 = _Fetched()
