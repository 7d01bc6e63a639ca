"""Where the program's own read-only files are (fonts, programmes): beside the package when installed, at the root of a checkout."""

from __future__ import annotations

from pathlib import Path

_INSTALLED = Path(__file__).resolve().parent / "_resources"
_CHECKOUT = Path(__file__).resolve().parent.parent / "resources"


def resource(*parts: str) -> Path:
    """The path of one of our own files, e.g. `resource("fonts", "NotoSans-Regular.ttf")`. Raises FileNotFoundError (a bug) if missing."""
    root = _INSTALLED if _INSTALLED.is_dir() else _CHECKOUT
    path = root.joinpath(*parts)
    if not path.exists():
        raise FileNotFoundError(path)
    return path
