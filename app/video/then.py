"""What a player does after the last picture it may show."""

from __future__ import annotations

from enum import Enum


class Then(Enum):
    STOP = "stop"
    AGAIN = "again"
    NEXT = "next"
