"""What showing the pictures of a running film needs: from decoded planes to the screen's picture."""

from __future__ import annotations

from vig_tool.media.pictures.running import Coded as Coded
from vig_tool.media.pictures.running import RunningPictures as RunningPictures
