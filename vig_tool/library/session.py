"""The session's name, for use cases: they pass it on to the library's questions and never speak SQL themselves."""

from __future__ import annotations

from sqlalchemy.orm import Session as Session
