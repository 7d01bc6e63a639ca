"""Settings kept in the library, each a plain value under a key."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from vig_tool.library.models import Setting


def read(session: Session, key: str) -> dict[str, Any]:
    """Empty where nothing was set."""
    setting = session.get(Setting, key)
    return {} if setting is None else dict(setting.value)


def write(session: Session, key: str, value: dict[str, Any]) -> None:
    setting = session.get(Setting, key)
    if setting is None:
        session.add(Setting(key=key, value=value))
    else:
        setting.value = value
