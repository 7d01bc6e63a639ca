"""High dynamic range is shown as natural ordinary colour: skin as skin, white bright but not burnt out, nothing washed out."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from vig_tool.media.facts import FilmFacts
from vig_tool.media.pictures.upright import Upright
from vig_tool.media.sample.bright import brightened, coded
from vig_tool.media.sample.strip import Strip, draw

SIDE = 32
COLOURS = {
    "light skin": (241, 194, 165),
    "skin": (198, 134, 103),
    "dark skin": (110, 70, 50),
    "grey": (118, 118, 118),
    "red jumper": (200, 40, 40),
    "green toy": (40, 160, 60),
    "blue toy": (40, 60, 190),
    "wood": (160, 110, 60),
    "night": (12, 10, 14),
}


def _shown(frame: object, width: int, height: int) -> NDArray[np.uint8]:
    facts = FilmFacts("mov", "hevc", width, height, width, height, hdr=True, bits=10)
    return Upright(facts).rgb(frame)  # type: ignore[arg-type]


def _lab(rgb: NDArray[np.uint8]) -> NDArray[np.float32]:
    return np.asarray(cv2.cvtColor(rgb.astype(np.float32) / 255, cv2.COLOR_RGB2Lab), np.float32)


@pytest.mark.parametrize("curve", ["hlg", "pq"])
@pytest.mark.parametrize("name", COLOURS)
def test_a_known_colour_comes_out_as_itself(name: str, curve: str) -> None:
    patch = np.full((SIDE, SIDE, 3), COLOURS[name], np.uint8)
    wrong = _lab(_shown(brightened(patch, curve), SIDE, SIDE))[16, 16] - _lab(patch)[16, 16]
    assert np.linalg.norm(wrong) < (5.5 if name == "light skin" else 2.5)  # what is bright is bent down a little


@pytest.mark.parametrize("curve", ["hlg", "pq"])
def test_paper_is_bright_and_what_is_brighter_still_has_detail(curve: str) -> None:
    levels = [int(_shown(coded(np.full((SIDE, SIDE, 3), nits), curve), SIDE, SIDE)[16, 16, 1]) for nits in (100.0, 203.0, 300.0, 400.0)]
    assert levels == sorted(levels)
    assert 225 <= levels[1] <= 242
    assert levels[3] < 255
    assert levels[3] - levels[1] >= 12


@pytest.mark.parametrize("curve", ["hlg", "pq"])
def test_a_whole_scene_keeps_its_contrast(curve: str) -> None:
    drawn = next(draw(Strip(count=1)))
    shown = _shown(brightened(drawn, curve), 320, 180)
    wrong = _lab(shown) - _lab(drawn)
    assert float(np.median(np.linalg.norm(wrong, axis=2))) < 6
    assert float(shown.std()) > 0.85 * float(drawn.std())
    assert float(np.mean(shown == 255)) < 0.001
