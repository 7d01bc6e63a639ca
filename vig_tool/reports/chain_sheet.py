"""A turn chain on one page: its stills in order, an arrow from each to the next, and under each who does what, and when."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from PIL import Image
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from vig_tool.reports.sheet import BOLD, INK, LINE, PAPER, PLAIN, SOFT, TEAL, WARM, RoundPicture, draw_mark, use_fonts


@dataclass(frozen=True, slots=True)
class StepOnPaper:
    """A still (PNG), who does what in it ("Parent takes it in"), and its time in the film as people read it."""

    still_png: bytes
    words: str
    time: str


@dataclass(frozen=True, slots=True)
class ChainOnPaper:
    """All that is printed; nothing else is known here, so nothing else can get out."""

    made_on: date
    steps: tuple[StepOnPaper, ...]


_PAGE = landscape(A4)
_MARGIN, _TOP, _FOOT = 16 * mm, 30 * mm, 20 * mm
_GAP, _ROW_GAP, _WORDS = 11 * mm, 7 * mm, 12 * mm
_LARGEST = 118 * mm
_LETTERS = 11.0
_FOOTNOTE = "For supervision and teaching. A film’s pictures outside the library are no longer protected."


@dataclass(frozen=True, slots=True)
class Grid:
    """How many pictures stand beside each other, and how large the place of each is (points)."""

    columns: int
    rows: int
    width: float
    height: float


def grid_for(count: int, shape: float) -> Grid:
    """The one with the largest pictures in which all fit on the page. `shape`: width by height of the widest picture."""
    across, down = _PAGE[0] - 2 * _MARGIN, _PAGE[1] - _TOP - _FOOT
    best: Grid | None = None
    for columns in range(1, count + 1):
        rows = -(-count // columns)
        width = (across - (columns - 1) * _GAP) / columns
        height = (down - (rows - 1) * _ROW_GAP) / rows - _WORDS
        width = min(width, height * shape, _LARGEST)
        if best is None or width > best.width:
            best = Grid(columns, rows, width, width / shape)
    if best is None:
        raise ValueError("a chain on paper needs a step")
    return best


def chain_pdf(chain: ChainOnPaper) -> bytes:
    """One page, A4 across, letters embedded. The same chain gives the same bytes."""
    use_fonts()
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=_PAGE, invariant=1, lang="en", initialFontName=PLAIN)  # type: ignore[arg-type] # its stubs say float
    made = chain.made_on
    canvas.setDateFormatter(lambda *_: f"D:{made:%Y%m%d}000000Z")
    canvas.setTitle("A chain of turns")
    canvas.setAuthor("")
    canvas.setSubject("")
    canvas.setCreator("VIG Tool")
    canvas.setProducer("VIG Tool")
    _decorate(canvas, len(chain.steps))
    grid = grid_for(len(chain.steps), max(_shape(step.still_png) for step in chain.steps))
    said = [f"{place}  {step.words}" for place, step in enumerate(chain.steps, 1)]
    size = _size(said, grid.width + _GAP - 2 * mm)
    for place, (step, (x, y)) in enumerate(zip(chain.steps, _places(grid, len(chain.steps)), strict=True)):
        picture = RoundPicture(step.still_png, width=grid.width, height=grid.height)
        left, foot = x + (grid.width - picture.width) / 2, y + (grid.height - picture.height) / 2
        picture.drawOn(canvas, left, foot)
        _write(canvas, said[place], step.time, x + grid.width / 2, y, size=size)
        if place:
            _arrow(canvas, x - _GAP / 2, y + grid.height / 2)
    canvas.showPage()
    canvas.save()
    return target.getvalue()


def _places(grid: Grid, count: int) -> Iterator[tuple[float, float]]:
    """The lower left of each picture's place. All is in the middle of the page; the last row begins where the others do."""
    whole = grid.columns * grid.width + (grid.columns - 1) * _GAP
    high = grid.rows * (grid.height + _WORDS) + (grid.rows - 1) * _ROW_GAP
    left = (_PAGE[0] - whole) / 2
    top = _PAGE[1] - _TOP - (_PAGE[1] - _TOP - _FOOT - high) / 2
    for place in range(count):
        row, column = divmod(place, grid.columns)
        yield left + column * (grid.width + _GAP), top - row * (grid.height + _WORDS + _ROW_GAP) - grid.height


def _shape(png: bytes) -> float:
    with Image.open(io.BytesIO(png)) as picture:
        return picture.width / picture.height


def _decorate(canvas: Canvas, count: int) -> None:
    width, height = _PAGE
    canvas.setFillColor(PAPER)
    canvas.rect(0, 0, width, height, stroke=0, fill=1)
    canvas.setFillColor(TEAL)
    canvas.setFont(BOLD, 18)
    canvas.drawString(_MARGIN, height - 21 * mm, "Turn by turn" if count > 1 else "One turn")
    draw_mark(canvas, width - _MARGIN - 9 * mm, height - 21.5 * mm, 6 * mm)
    canvas.setStrokeColor(LINE)
    canvas.setLineWidth(0.6)
    canvas.line(_MARGIN, 14 * mm, width - _MARGIN, 14 * mm)
    canvas.setFillColor(SOFT)
    canvas.setFont(PLAIN, 8.5)
    canvas.drawString(_MARGIN, 9 * mm, _FOOTNOTE)


def _size(said: Sequence[str], width: float) -> float:
    """The size of letters, one for all, at which none of these touches what stands beside it."""
    return min(_LETTERS, *(_LETTERS * width / stringWidth(words, BOLD, _LETTERS) for words in said))


def _write(canvas: Canvas, said: str, time: str, middle: float, foot: float, *, size: float) -> None:
    canvas.setFillColor(INK)
    canvas.setFont(BOLD, size)
    canvas.drawCentredString(middle, foot - 5 * mm, said)
    canvas.setFillColor(SOFT)
    canvas.setFont(PLAIN, min(9.0, size))
    canvas.drawCentredString(middle, foot - 9.5 * mm, time)


def _arrow(canvas: Canvas, middle: float, height: float) -> None:
    reach, head = 3.2 * mm, 1.9 * mm
    canvas.saveState()
    canvas.setStrokeColor(WARM)
    canvas.setLineWidth(1.6)
    canvas.setLineCap(1)
    canvas.setLineJoin(1)
    canvas.line(middle - reach, height, middle + reach, height)
    way = canvas.beginPath()
    way.moveTo(middle + reach - head, height + head)
    way.lineTo(middle + reach, height)
    way.lineTo(middle + reach - head, height - head)
    canvas.drawPath(way, stroke=1, fill=0)
    canvas.restoreState()
