"""How our printed sheets look: letters, colours, and what is drawn (pictures with round corners, a parent's words, a path of growth)."""

from __future__ import annotations

import io
import unicodedata
from functools import cache
from xml.sax.saxutils import escape

from PIL import Image
from reportlab.lib.colors import Color, HexColor
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph

from vig_tool.places import resource

TEAL, INK, SOFT = HexColor("#14666B"), HexColor("#23201C"), HexColor("#5E574D")
LINE, WARM, PAPER, TEAL_SOFT = HexColor("#DDD5C8"), HexColor("#B7791F"), HexColor("#FAF7F2"), HexColor("#DDEEEE")
PLAIN, BOLD = "VIG-Plain", "VIG-Bold"
_WIDEST_PX = 1000
_CORNER = 3 * mm


@cache
def _letters() -> TTFont:
    return TTFont(PLAIN, str(resource("fonts", "NotoSans-Regular.ttf")))


@cache
def use_fonts() -> None:
    """Makes our own letters known to reportlab: its built-in ones lack Ł and ğ."""
    pdfmetrics.registerFont(_letters())
    pdfmetrics.registerFont(TTFont(BOLD, str(resource("fonts", "NotoSans-Bold.ttf"))))
    pdfmetrics.registerFontFamily(PLAIN, normal=PLAIN, bold=BOLD, italic=PLAIN, boldItalic=BOLD)


def style(size: float, leading: float, *, colour: Color = INK, font: str = PLAIN, after: float = 0, before: float = 0) -> ParagraphStyle:
    """Sizes in points."""
    return ParagraphStyle(
        "", fontName=font, fontSize=size, leading=leading, textColor=colour, spaceAfter=after, spaceBefore=before, splitLongWords=1
    )


def unprintable(text: str) -> str:
    """The signs of a text our letters do not have (pictograms, some scripts), each once: they are left out of print."""
    known = _letters().face.charToGlyph
    return "".join(dict.fromkeys(sign for sign in _settled(text) if ord(sign) not in known and not sign.isspace()))


def marked_up(text: str) -> str:
    """A text as a paragraph takes it: what cannot be printed left out, lines kept, nothing in it read as mark-up."""
    plain, missing = _settled(text), unprintable(text)
    kept = "".join(sign for sign in plain if sign not in missing)
    return "<br/>".join(escape(" ".join(line.split())) for line in kept.strip().splitlines())


def _settled(text: str) -> str:
    composed = unicodedata.normalize("NFC", text)
    return "".join(sign for sign in composed if sign in "\n\t" or unicodedata.category(sign) not in {"Cc", "Cf", "Cs", "Co", "Cn"})


class Quote(Paragraph):
    """Words somebody said, large, beside a warm line. Splits over pages as a paragraph does."""

    def draw(self) -> None:
        self.canv.saveState()
        self.canv.setStrokeColor(WARM)
        self.canv.setLineWidth(1.6)
        self.canv.setLineCap(1)
        self.canv.line(1, 2, 1, self.height - 2)
        self.canv.restoreState()
        super().draw()


class RoundPicture(Flowable):
    """A picture with round corners, as large as fits into `width` × `height` (points). The PNG is embedded as a JPEG without tags."""

    def __init__(self, png: bytes, *, width: float, height: float) -> None:
        super().__init__()
        with Image.open(io.BytesIO(png)) as opened:
            picture = opened.convert("RGB")
        picture.thumbnail((_WIDEST_PX, _WIDEST_PX), Image.Resampling.LANCZOS)
        jpeg = io.BytesIO()
        picture.save(jpeg, "JPEG", quality=90, subsampling=0)
        self._picture = ImageReader(io.BytesIO(jpeg.getvalue()))
        scale = min(width / picture.width, height / picture.height)
        self.width, self.height = picture.width * scale, picture.height * scale

    def draw(self) -> None:
        canvas = self.canv
        canvas.saveState()
        edge = canvas.beginPath()
        edge.roundRect(0, 0, self.width, self.height, _CORNER)
        canvas.clipPath(edge, stroke=0, fill=0)
        canvas.drawImage(self._picture, 0, 0, self.width, self.height)
        canvas.restoreState()
        canvas.saveState()
        canvas.setStrokeColor(LINE)
        canvas.setLineWidth(0.6)
        canvas.roundRect(0, 0, self.width, self.height, _CORNER)
        canvas.restoreState()


class Growth(Flowable):
    """The way from one number to a higher one, between 0 and 10: where it began, where it is now."""

    def __init__(self, first: int, latest: int, *, width: float) -> None:
        super().__init__()
        self._first, self._latest = first, latest
        self.width, self.height = width, 15 * mm

    def draw(self) -> None:
        canvas, ground = self.canv, 7 * mm
        left, right = 3 * mm, self.width - 3 * mm
        start, end = (left + (right - left) * value / 10 for value in (self._first, self._latest))
        canvas.saveState()
        canvas.setLineCap(1)
        for colour, thickness, here, there in ((TEAL_SOFT, 5, left, right), (TEAL, 5, start, end)):
            canvas.setStrokeColor(colour)
            canvas.setLineWidth(thickness)
            canvas.line(here, ground, there, ground)
        canvas.setLineWidth(1.4)
        canvas.setStrokeColor(TEAL)
        canvas.setFillColor(PAPER)
        canvas.circle(start, ground, 3.4, stroke=1, fill=1)
        canvas.setFillColor(WARM)
        canvas.setStrokeColor(WARM)
        canvas.circle(end, ground, 4.6, stroke=0, fill=1)
        canvas.setFont(BOLD, 10)
        canvas.drawCentredString(end, ground + 7.5, str(self._latest))
        canvas.setFillColor(SOFT)
        canvas.setFont(PLAIN, 10)
        canvas.drawCentredString(start, ground + 7.5, str(self._first))
        canvas.setFont(PLAIN, 7.5)
        canvas.drawCentredString(left, ground - 13, "0")
        canvas.drawCentredString(right, ground - 13, "10")
        canvas.restoreState()


class Celebration(Paragraph):
    """Something to be glad about, with a small star before it."""

    def draw(self) -> None:
        self.canv.saveState()
        self.canv.setFillColor(WARM)
        _star(self.canv, 5, self.height - 0.54 * self.style.leading, 5)
        self.canv.restoreState()
        super().draw()


def draw_mark(canvas: Canvas, x: float, y: float, size: float) -> None:
    """Two circles that meet: somebody large, somebody small. `x`, `y`: the lower left; `size`: the height."""
    canvas.saveState()
    canvas.setFillColor(TEAL)
    canvas.circle(x + size / 2, y + size / 2, size / 2, stroke=0, fill=1)
    canvas.setFillColor(WARM)
    canvas.setStrokeColor(PAPER)
    canvas.setLineWidth(size / 14)
    canvas.circle(x + size * 1.02, y + size * 0.32, size * 0.32, stroke=1, fill=1)
    canvas.restoreState()


def _star(canvas: Canvas, x: float, y: float, radius: float) -> None:
    path = canvas.beginPath()
    points = [(x + radius * _SIN[n] * (1 if n % 2 == 0 else 0.45), y + radius * _COS[n] * (1 if n % 2 == 0 else 0.45)) for n in range(10)]
    path.moveTo(*points[0])
    for point in points[1:]:
        path.lineTo(*point)
    path.close()
    canvas.drawPath(path, stroke=0, fill=1)


_SIN = (0.0, 0.5878, 0.9511, 0.9511, 0.5878, 0.0, -0.5878, -0.9511, -0.9511, -0.5878)
_COS = (1.0, 0.8090, 0.3090, -0.3090, -0.8090, -1.0, -0.8090, -0.3090, 0.3090, 0.8090)
