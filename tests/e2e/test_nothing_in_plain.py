"""After the main job without a window, no file of library, home, temp, cache, config or log folders holds anything in plain."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import pytest

from tests.e2e.kept_inside import Scratch, film_bytes, needles_in, texts_in
from tests.e2e.plain_search import Needle, files_below, search, signatures
from vig_tool.work import importing, opening, playing

ROOT = Path(__file__).resolve().parents[2]
EXPORTED = ("reel", "still", "record")


@dataclass(frozen=True, slots=True)
class Demo:
    """What the demo left, and what to look for."""

    scratch: Scratch
    results: Path
    said: dict[str, str]
    needles: list[Needle]

    @property
    def library(self) -> Path:
        return Path(self.said["library"])

    def open(self) -> opening.Library:
        return opening.open_library(self.library, self.said["passphrase"])


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    scratch = Scratch(tmp_path_factory.mktemp("demo"))
    results = scratch.folder / "results"
    command = [sys.executable, "-m", "vig_tool.cli", "--json", "demo", str(results)]
    done = subprocess.run(
        command, cwd=ROOT, env=scratch.environment(), stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=600, check=False
    )
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    lib = opening.open_library(Path(said["library"]), said["passphrase"])
    try:
        needles = needles_in(lib)
    finally:
        lib.close()
    return Demo(scratch, results, said, needles)


pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]


def test_nothing_of_the_library_is_in_plain_anywhere(demo: Demo) -> None:
    assert search([demo.library, *demo.scratch.places], [*demo.needles, *signatures()]) == []


def test_beside_the_library_there_is_only_what_was_exported(demo: Demo) -> None:
    exported = {Path(demo.said[name]) for name in EXPORTED}
    assert {path for path in files_below(demo.results) if not path.is_relative_to(demo.library)} == exported
    assert not files_below(demo.scratch.folder / "temp")


def test_what_is_looked_for_is_enough_to_mean_something(demo: Demo) -> None:
    kinds = [needle.what for needle in demo.needles]
    assert sum(what.startswith("the words") for what in kinds) > 50
    assert sum(what.startswith("bytes") for what in kinds) >= 60
    assert sum(what.startswith("pixels") for what in kinds) >= 60


def test_the_same_search_finds_what_leaves_the_library(demo: Demo, tmp_path: Path) -> None:
    """The control: a search that finds nothing anywhere would prove nothing."""
    kinds = {find.what for find in search([Path(demo.said[name]) for name in EXPORTED], signatures())}
    assert {"a PNG picture", "a PDF"} <= kinds
    assert any("film" in kind for kind in kinds), kinds
    lib = demo.open()
    try:
        film = importing.list_recordings(lib)[0]
        stepper = playing.open_film(lib, film.id).stepper()
        picture = stepper.picture(0).rgb
        stepper.close()
        (tmp_path / "film").write_bytes(film_bytes(lib, film))
        (tmp_path / "rows").write_bytes(np.ascontiguousarray(picture[:, :, ::-1]).tobytes())
        (tmp_path / "cached.jpg").write_bytes(bytes(cv2.imencode(".jpg", picture)[1]))
        (tmp_path / "log").write_text("\n".join(texts_in(lib)), encoding="utf-8")
    finally:
        lib.close()
    finds = search([tmp_path], [*demo.needles, *signatures()])
    assert {find.file.name for find in finds} == {"film", "rows", "cached.jpg", "log"}
    assert sum(find.file.name == "film" for find in finds) >= 60
