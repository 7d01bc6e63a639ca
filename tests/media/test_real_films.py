"""The same promises on a folder of real films of your own: set VIG_FILMS to it (tests never download any)."""

from __future__ import annotations

import os
import random
import time
from pathlib import Path

import numpy as np
import pytest

from vig_tool.errors import FilmRefused
from vig_tool.media.frames import FrameReader
from vig_tool.media.gate import examine
from vig_tool.media.indexing import index_by_decoding, index_from_packets, make_index
from vig_tool.media.opened import OpenFilm
from vig_tool.media.source import PlainFile
from vig_tool.media.upright import Upright

_FOLDER = os.environ.get("VIG_FILMS", "")
_FILMS = sorted(path for path in Path(_FOLDER).rglob("*") if path.is_file()) if _FOLDER else []


@pytest.mark.skipif(not _FILMS, reason="VIG_FILMS names no folder of real films")
@pytest.mark.parametrize("path", _FILMS or [Path("none")], ids=lambda path: path.name)
def test_a_real_film_is_refused_with_a_sentence_or_read_exactly(path: Path) -> None:
    began = time.monotonic()
    try:
        facts = examine(path)
    except FilmRefused:
        return
    finally:
        assert time.monotonic() - began < 20
    source = PlainFile(path)
    index = make_index(source, facts)
    assert index.times[0] == 0
    packets = index_from_packets(source, facts, small=0)
    if packets is not None:
        decoded = index_by_decoding(source, facts)
        assert np.array_equal(packets.times, decoded.times)
        assert np.array_equal(packets.stamps, decoded.stamps)
    upright = Upright(facts)
    with OpenFilm(source, track=facts.track, careful=True) as film:
        truth = [hash(upright.rgb(picture).tobytes()) for picture in film.pictures()]
    assert len(truth) == len(index)
    numbers = random.Random(1).choices(range(len(index)), k=30)
    with FrameReader(source, facts, index) as reader:
        for number in numbers + list(range(len(index) - 1, max(-1, len(index) - 20), -1)):
            assert hash(reader.picture(number).rgb.tobytes()) == truth[number]
