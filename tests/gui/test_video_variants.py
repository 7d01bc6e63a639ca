"""What the playback port promises, asked of both engines over the catalogue of awkward films: what phones and camcorders bring."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final
from uuid import uuid4

import pytest
from pytestqt.qtbot import QtBot

from app.video.choice import EngineChoice, Engines
from app.video.port import EngineState
from tests.gui.playable import CountedSource, Playable, number_in
from tests.gui.watched import Watched
from vig_tool.media.index.indexing import complete, make_index
from vig_tool.media.intake.probe import probe
from vig_tool.media.sample.variants import VARIANTS
from vig_tool.timing import Instant

PLAYED: Final = tuple(name for name, variant in VARIANTS.items() if variant.plays and not name.startswith("motion-photo"))
_LEFT_US: Final = 1_300_000
"""Enough for VLC, which takes a third of a second after a seek to tell where it is."""
_FAST_US: Final = 12_000
_IN_AVI: Final = 3
"""VLC tells its time only every second and a half there: until it does, it is off by so many pictures at most."""
ALIKE: Final = frozenset(
    {
        "turned-0", "turned-180", "turned-0-mirrored", "turned-180-mirrored", "dolby-hlg", "bright-pq", "slow-motion-120", "odd-even",
        "open-groups", "starts-late-stream", "shorter-sound", "longer-sound", "two-sounds", "interlaced-tt", "interlaced-bb",
        "mkv", "webm-vp8", "wrong-duration", "avi-without-index", "avi-wrong-index", "stream-hevc", "mpeg1", "3g2",
        "mov-mjpeg", "cut-fragments", "cut-mkv", "cut-program-stream", "cut-avi", "unfinished", "damaged-stream", "4k60",
    }
)  # fmt: skip
"""Asked of one engine only: the other has a film of the same kind."""

DECLINED: Final = {
    EngineChoice.QT: frozenset({"webm-av1", "mp4-av1"}),
    EngineChoice.VLC: frozenset({"program-stream", "mpeg1", "cut-program-stream", "ogv"}),
}
"""Qt's own ffmpeg decodes no AV1 without a graphics card; VLC tells no times in short films of these kinds. They say so, and the other
engine plays them."""

MAY_DECLINE: Final = {EngineChoice.QT: frozenset({"avi-h264"}), EngineChoice.VLC: frozenset[str]()}
"""Where Qt finds no times in time, which hangs on the machine: it plays exactly, or not at all."""

_TOO_LONG: Final = frozenset({"cut-stream"})
"""VLC looks around in a stream that was cut for up to a minute before it comes down anywhere; how long depends on the machine."""

_END_MS: Final = 45_000

_AT_ITS_PACE: Final = (pytest.mark.vlc, pytest.mark.alone)
"""VLC plays by the clock: what it leaves out on a busy machine says nothing of the film."""

CASES: Final = [
    *(pytest.param(EngineChoice.QT, name, id=f"qt-{name}") for name in PLAYED),
    *(pytest.param(EngineChoice.VLC, name, id=f"vlc-{name}", marks=_AT_ITS_PACE) for name in PLAYED if name not in ALIKE | _TOO_LONG),
]


@pytest.mark.qt_log_ignore("AV_NOPTS_VALUE", extend=True)
@pytest.mark.parametrize(("choice", "name"), CASES)
def test_it_opens_seeks_and_ends_and_every_picture_has_its_time(
    choice: EngineChoice, name: str, make_engines: Callable[[EngineChoice], Engines], qtbot: QtBot
) -> None:
    variant = VARIANTS[name]
    source = CountedSource(variant.make())
    facts = probe(source)
    index = make_index(source, facts)
    film = Playable(uuid4(), source, complete(facts, index), index)
    last = len(index) - 1
    seen = [variant.numbers[0], variant.numbers[-1]]
    engine = make_engines(choice).candidates()[0]()
    watched = Watched(engine)
    slip = 0 if engine.exact else _IN_AVI if facts.container == "avi" else 1
    try:
        engine.open(film)
        qtbot.waitUntil(lambda: bool(watched.pictures or watched.failures), timeout=15000)
        if name in DECLINED[choice]:
            assert watched.failures[0].endswith(".")
            assert watched.pictures == []
            return
        assert watched.failures == []
        assert watched.pictures[0][0] == 0
        image = watched.pictures[0][1]
        assert abs(image.width() / image.height() - film.width / film.height) < 0.02
        if variant.certain:
            assert abs(number_in(image) - seen[0]) <= slip
        target = index.shown_at(Instant(max(0, min(index.end_us * 3 // 5, index.end_us - _LEFT_US))))
        watched.pictures.clear()
        engine.seek(index.time(target))
        engine.play()
        qtbot.waitUntil(lambda: watched.ends == 1 or bool(watched.failures), timeout=_END_MS)
        assert watched.failures == []
        assert engine.state is EngineState.ENDED
        numbers = [index.shown_at(Instant(us)) for us, _ in watched.pictures]
        assert numbers, "no picture after the seek"
        assert numbers == sorted(set(numbers))
        assert min(numbers) >= target
        assert numbers[-1] >= last - (2 + 3 * slip if variant.certain else 20)
        if variant.certain:
            off = [variant.numbers[number] - number_in(image) for number, (_, image) in zip(numbers, watched.pictures, strict=True)]
            if facts.variable_rate or variant.times_us[1] > _FAST_US:
                assert max(map(abs, off)) <= slip, off
            else:  # of pictures that follow each other faster than a screen's, nine of ten
                assert sorted(map(abs, off))[len(off) * 9 // 10] <= slip, off
    finally:
        engine.close()
        engine.deleteLater()
    assert source.open_readers == 0
