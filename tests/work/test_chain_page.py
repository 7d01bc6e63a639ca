"""A chain on paper: one page with exactly its pictures, covered where they are; nothing private and no word of the guider's."""

from __future__ import annotations

import io
import shutil
import subprocess
from datetime import date
from pathlib import Path
from uuid import UUID

import numpy as np
import pytest
from PIL import Image

from tests.films import FilmShelf
from tests.work.real_films import TINY, put_in
from vig_tool.errors import Cancelled, NotThere, Refused
from vig_tool.jobs import Job
from vig_tool.media.sample import read_barcode
from vig_tool.reports.chain_sheet import ChainOnPaper, StepOnPaper, chain_pdf, grid_for
from vig_tool.timing import Instant, Span
from vig_tool.work import chains, clips, covering, playing, tagging
from vig_tool.work.chain_page import write_chain_page
from vig_tool.work.importing import RecordingCard
from vig_tool.work.opening import Library
from vig_tool.work.tagging import Moment

needs_poppler = pytest.mark.skipif(shutil.which("pdftoppm") is None, reason="poppler's tools are not here")
NUMBERS = (3, 7, 12)


@pytest.fixture
def film(lib: Library, cycle_id: UUID, films: FilmShelf) -> RecordingCard:
    return put_in(lib, cycle_id, films.film(TINY).path)


@pytest.fixture
def chain(lib: Library, film: RecordingCard) -> Moment:
    index = playing.open_film(lib, film.id).index
    moment = chains.begin_chain(lib, film.id, at=index.time(NUMBERS[0])).value
    for number in NUMBERS[1:]:
        moment = chains.add_step(lib, moment.id, at=index.time(number)).value
    return moment


def text_of(pdf: Path) -> str:
    done = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], capture_output=True, check=True)
    return " ".join(done.stdout.decode().split())


def pictures_of(pdf: Path, folder: Path) -> list[np.ndarray]:
    subprocess.run(["pdfimages", "-png", str(pdf), str(folder / "still")], check=True)
    return [np.array(Image.open(file).convert("RGB")) for file in sorted(folder.glob("still*.png"))]


@needs_poppler
def test_one_page_with_exactly_the_steps_pictures(lib: Library, chain: Moment, tmp_path: Path) -> None:
    tagging.change_moment(lib, chain.id, note="Guider note", star=True)
    out = write_chain_page(lib, chain.id, out=tmp_path / "chain.pdf")
    assert [read_barcode(picture) for picture in pictures_of(out, tmp_path)] == list(NUMBERS)
    said = text_of(out)
    for place, step in enumerate(chain.steps, 1):
        words = chains.step_words(step.actor, step.role)
        assert f"{place} {words[:1].upper()}{words[1:]}" in said
        assert step.at.text in said
    for hidden in ("Guider note", "F014", "turns", "Taking", "IMG", "What helps him"):
        assert hidden not in said
    info = subprocess.run(["pdfinfo", str(out)], capture_output=True, check=True, text=True).stdout
    assert "Pages:           1" in info
    assert "841.89 x 595.276" in info


def test_nothing_private_is_printed(lib: Library, film: RecordingCard, chain: Moment, tmp_path: Path) -> None:
    out = tmp_path / "chain.pdf"
    tagging.change_moment(lib, chain.id, private=True)
    with pytest.raises(Refused, match="private, so it cannot leave"):
        write_chain_page(lib, chain.id, out=out)
    tagging.change_moment(lib, chain.id, private=False)
    last = chain.steps[-1].at
    hard = tagging.add_moment(lib, film.id, span=Span(last, last.shifted(100_000)), private=True).value
    with pytest.raises(Refused, match="of a private moment"):
        write_chain_page(lib, chain.id, out=out)
    assert not out.exists()
    tagging.remove_moment(lib, hard.id)
    assert write_chain_page(lib, chain.id, out=out).exists()


@needs_poppler
def test_what_is_covered_is_covered_on_paper(lib: Library, chain: Moment, tmp_path: Path) -> None:
    clip = clips.clip_from_moment(lib, chain.id).value
    plain = pictures_of(write_chain_page(lib, chain.id, out=tmp_path / "plain.pdf"), tmp_path)
    box = covering.Box(0.3, 0.3, 0.4, 0.4)
    covering.add_cover(lib, clip.id, at=chain.steps[0].at, box=box, round_=False)
    with pytest.raises(Refused, match="Look through the cover first"):
        write_chain_page(lib, chain.id, out=tmp_path / "covered.pdf")
    covering.look_through(lib, clip.id)
    (tmp_path / "covered").mkdir()
    covered = pictures_of(write_chain_page(lib, chain.id, out=tmp_path / "covered.pdf"), tmp_path / "covered")
    high, wide, _ = plain[0].shape
    middle = np.s_[high * 4 // 10 : high * 6 // 10, wide * 4 // 10 : wide * 6 // 10]
    assert np.abs(plain[0][middle].astype(int) - covered[0][middle]).mean() > 3


def test_what_cannot_be_printed_is_said(lib: Library, film: RecordingCard, chain: Moment, tmp_path: Path) -> None:
    plain = tagging.add_moment(lib, film.id, span=Span.of_us(0, 300_000)).value
    with pytest.raises(Refused, match="no steps yet"):
        write_chain_page(lib, plain.id, out=tmp_path / "x.pdf")
    with pytest.raises(Refused, match="into the library itself"):
        write_chain_page(lib, chain.id, out=lib.folder / "x.pdf")
    with pytest.raises(NotThere):
        write_chain_page(lib, chain.id, out=tmp_path / "nowhere" / "x.pdf")
    job = Job()
    job.cancel()
    with pytest.raises(Cancelled):
        write_chain_page(lib, chain.id, out=tmp_path / "x.pdf", job=job)
    assert list(tmp_path.glob("*.pdf")) == []


def still(width: int, height: int) -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (width, height), (120, 160, 140)).save(target, "PNG")
    return target.getvalue()


@pytest.mark.parametrize("count", [1, 2, 5, 12, 60])
@pytest.mark.parametrize("size", [(320, 180), (180, 320)])
def test_however_many_they_stay_on_one_page(count: int, size: tuple[int, int]) -> None:
    steps = tuple(StepOnPaper(still(*size), "Somebody takes it in", Instant(place).text) for place in range(count))
    chain = ChainOnPaper(date(2026, 11, 22), steps)
    pdf = chain_pdf(chain)
    assert pdf.count(b"/Type /Page\n") == 1
    assert pdf == chain_pdf(chain)
    grid = grid_for(count, size[0] / size[1])
    assert grid.columns * grid.rows >= count > grid.columns * (grid.rows - 1)
    assert grid.width > 0
