"""Starts quicker and holds less: called before anything heavy is imported."""

from __future__ import annotations

import ctypes
import sys
from types import ModuleType
from typing import Final

_OPTIONS: Final = {-8: 2, -3: 256 << 10}  # glibc's M_ARENA_MAX and M_MMAP_THRESHOLD


def start_lean() -> None:
    _leave_sources_unread()
    _keep_few_heaps()


def _leave_sources_unread() -> None:
    """Once PySide is imported it reads the source of every module imported after it, some nine hundred, and keeps their lines: in search
    of its own switches (`snake_case`, `true_property`), which nobody uses here. That is a fifth of starting, and 40 MB."""
    import PySide6.QtCore  # noqa: F401 - what reads comes with it

    feature = sys.modules.get("shibokensupport.feature")
    if feature is not None and hasattr(feature, "_mod_uses_pyside"):
        feature.__dict__["_mod_uses_pyside"] = _uses_no_switches


def _keep_few_heaps() -> None:
    """On Linux each of some twenty threads has a heap of its own, and what a decoder's thread let go of is of no use to the others; and
    pictures that were let go of leave holes in it. So there are few heaps, and pictures lie beside them."""
    if sys.platform.startswith("linux"):
        try:
            mallopt = ctypes.CDLL(None).mallopt
            for option, value in _OPTIONS.items():
                mallopt(option, value)
        except (OSError, AttributeError):  # another C library: it has no such heaps
            return


def _uses_no_switches(_module: ModuleType) -> bool:
    return False
