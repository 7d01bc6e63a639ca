"""Every kind of film of the catalogue is read as it is: each picture, upright, at its time; or refused with the right sentence."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from vig_tool.errors import FilmRefused
from vig_tool.media.index.indexing import complete, make_index
from vig_tool.media.intake.gate_worker import examine_here
from vig_tool.media.intake.motion_photo import film_in
from vig_tool.media.intake.probe import probe
from vig_tool.media.pictures.frames import FrameReader
from vig_tool.media.sample import read_barcode
from vig_tool.media.sample.variants import VARIANTS, Variant, make_variant
from vig_tool.media.sounds.sound import read_sound
from vig_tool.media.source import PlainFile

RATE = 8000
NEAR_US = 60_000
"""How well a tone's ends can be told: packets of old codecs last so long."""
TAKEN = [name for name, variant in VARIANTS.items() if not variant.refused]
REFUSED = [name for name, variant in VARIANTS.items() if variant.refused]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """`made(name)`: the film, made once for this file."""
    folder, paths = tmp_path_factory.mktemp("variants"), dict[str, Path]()

    def once(name: str) -> Path:
        if name not in paths:
            paths[name] = make_variant(name, folder)
        return paths[name]

    return once


@pytest.mark.parametrize("name", TAKEN)
def test_each_picture_is_found_upright_at_its_time(name: str, made: Callable[[str], Path]) -> None:
    variant = VARIANTS[name]
    path = made(name)
    facts = examine_here(path)
    source = film_in(PlainFile(path))
    index = make_index(source, facts)
    facts = complete(facts, index)
    assert (facts.width, facts.height) == (variant.width, variant.height)
    assert (facts.turn, facts.mirrored) == (variant.turn, variant.mirrored)
    assert (facts.hdr, facts.interlaced) == (variant.hdr, variant.interlaced)
    assert (facts.sound.tracks if facts.sound else 0) == variant.sounds
    for words in variant.said:
        assert any(words in sentence for sentence in facts.said), facts.said
    numbers = []
    with FrameReader(source, facts, index) as reader:
        for number in range(len(index)):
            rgb = reader.picture(number).rgb
            assert rgb.shape == (variant.height, variant.width, 3)
            numbers.append(_number(rgb))
    if variant.certain:
        assert tuple(numbers) == variant.numbers
        assert index.times.tolist() == pytest.approx(variant.times_us, abs=variant.coarse_us)
        assert index.end_us == pytest.approx(variant.duration_us, abs=50_000)
        assert facts.variable_rate is variant.variable
    else:
        _check_what_is_left(variant, numbers, index.times)


def _number(rgb: np.ndarray) -> int | None:
    try:
        return read_barcode(rgb)
    except ValueError:
        return None


def _check_what_is_left(variant: Variant, numbers: list[int | None], times: np.ndarray) -> None:
    """At least two fifths of the film; nearly all pictures are what they must be at their time."""
    assert len(numbers) >= 0.4 * variant.frames
    step = variant.times_us[1]
    right = [number == round(time / step) for number, time in zip(numbers, times.tolist(), strict=True)]
    assert sum(right) >= 0.85 * len(numbers)


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_film_is_refused_with_the_right_sentence(name: str, tmp_path: Path) -> None:
    with pytest.raises(FilmRefused, match=VARIANTS[name].refused):
        examine_here(make_variant(name, tmp_path))


def test_the_catalogue_always_gives_the_same_bytes(tmp_path: Path) -> None:
    (tmp_path / "again").mkdir()
    for name in ("turned-90", "interlaced-tt", "motion-photo-google"):
        assert make_variant(name, tmp_path).read_bytes() == make_variant(name, tmp_path / "again").read_bytes()


@pytest.mark.parametrize("name", [name for name in TAKEN if VARIANTS[name].certain and VARIANTS[name].sounds])
def test_the_first_sound_track_stands_where_it_was_filmed(name: str, made: Callable[[str], Path]) -> None:
    variant = VARIANTS[name]
    source = film_in(PlainFile(made(name)))
    facts = probe(source)
    index = make_index(source, facts)
    facts = complete(facts, index)
    sound = read_sound(source, facts, index.whole, rate=RATE)[:, 0]
    loud = np.convolve(np.abs(sound), np.ones(RATE // 100) / (RATE // 100), mode="same") > 0.05
    first, last = int(np.flatnonzero(loud)[0]), int(np.flatnonzero(loud)[-1])
    begins = max(0, variant.sound_from_us)
    ends = min(variant.sound_until_us, index.end_us)
    assert first * 1_000_000 / RATE == pytest.approx(begins, abs=NEAR_US)
    assert (last + 1) * 1_000_000 / RATE == pytest.approx(ends, abs=NEAR_US)
    tone = np.abs(np.fft.rfft(sound[first:last] * np.hanning(last - first)))
    assert np.argmax(tone) * RATE / (last - first) == pytest.approx(440, abs=5)
