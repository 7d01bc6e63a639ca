"""Garbage that holds Qt objects is collected in the window's thread, whoever makes garbage meanwhile."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from app.collecting import Collector


class _Knot:
    """A thing that refers to itself, so that only collecting frees it; says in which thread that was."""

    def __init__(self, ends: list[int]) -> None:
        self.me, self.ends = self, ends

    def __del__(self) -> None:
        self.ends.append(threading.get_ident())


@pytest.fixture
def collector(qapp: QObject) -> Iterator[Collector]:
    owner = QObject()
    yield Collector(owner)
    gc.unfreeze()


def _litter() -> None:
    """Far more than Python waits for before it collects."""
    for _ in range(20_000):
        knot: list[object] = []
        knot.append(knot)


def test_only_here(collector: Collector, qtbot: QtBot) -> None:
    ends: list[int] = []
    _Knot(ends)
    other = threading.Thread(target=_litter)
    other.start()
    other.join()
    assert ends == []
    qtbot.waitUntil(lambda: bool(ends), timeout=5000)
    assert ends == [threading.get_ident()]


def test_without_it_the_other_thread_would(qapp: QObject) -> None:
    gc.enable()
    ends: list[int] = []
    _Knot(ends)
    other = threading.Thread(target=_litter)
    other.start()
    other.join()
    assert ends == [other.ident]
