"""What the media tests share: sample films."""

from __future__ import annotations

from tests.films import films

__all__ = ["films"]
