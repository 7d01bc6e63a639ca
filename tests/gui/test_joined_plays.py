"""A joined film plays and stops exactly in both engines, over its seams."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import pytest
from pytestqt.qtbot import QtBot

from app.video.choice import EngineChoice
from app.video.player import Player
from tests.chunk_films import split, write_part
from tests.gui.conftest import BOTH
from tests.gui.playable import CountedSource, Playable, number_in
from vig_tool.media.index.indexing import complete, make_index
from vig_tool.media.intake.joining import Part, open_joined, plan_join
from vig_tool.media.intake.probe import probe
from vig_tool.media.source import PlainFile


def joined_film(folder: Path) -> Playable:
    """Four seconds in three parts with pictures in common, each picture with its number."""
    whole = write_part(folder / "whole.mp4", range(100), b_frames=2)
    paths = split(whole, [folder / f"{n}.mp4" for n in range(3)], [(0, 50), (25, 85), (75, 100)])
    plan = plan_join([Part(PlainFile(path), probe(PlainFile(path))) for path in paths])
    with contextlib.closing(open_joined(plan)) as reader:
        source = CountedSource(reader.read())
    facts = probe(source)
    index = make_index(source, facts)
    return Playable(uuid4(), source, complete(facts, index), index)


@pytest.mark.parametrize("choice", BOTH)
def test_a_joined_film_plays_over_its_seams(
    make_player: Callable[..., Player], qtbot: QtBot, tmp_path: Path, choice: EngineChoice
) -> None:
    film = joined_film(tmp_path)
    player = make_player(choice)
    player.load(film)
    for number in (80, 24, 99, 50, 0):
        player.seek(film.index.time(number))
        qtbot.waitUntil(lambda: player.settled, timeout=10_000)
        assert (player.number, number_in(player.view.image)) == (number, number)
    seen: list[tuple[int, int]] = []
    player.shown.connect(lambda _at, number: seen.append((number, number_in(player.view.image))))
    with qtbot.waitSignal(player.finished, timeout=20_000):
        player.play()
    qtbot.waitUntil(lambda: player.settled, timeout=5_000)
    assert player.number == 99
    assert all(said == drawn for said, drawn in seen), [pair for pair in seen if pair[0] != pair[1]]
    assert len({drawn for _, drawn in seen}) > 60, "it was to be played, not jumped through"
