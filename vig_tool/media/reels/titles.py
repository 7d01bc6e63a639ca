"""Words on pictures: the card with the helping question, and captions. Calm, in our own font, never out of the picture."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from vig_tool.places import resource

Rgb = tuple[int, int, int]
PAPER: Final[Rgb] = (0x17, 0x19, 0x1B)
"""The dark of cards and fades: the same as around the film in the review."""
_INK: Final[Rgb] = (0xED, 0xEB, 0xE7)
_ACCENT: Final[Rgb] = (0x5F, 0xB8, 0xBA)
_STRIP: Final = 0.72  # how much of the picture a caption's strip covers
_CAPTION_LINES: Final = 2


def title_card(text: str, *, width: int, height: int) -> NDArray[np.uint8]:
    """The helping question on dark paper: (height, width, 3) uint8."""
    card = Image.new("RGB", (width, height), PAPER)
    pen = ImageDraw.Draw(card)
    words = text.strip().strip("“”„\"").strip()
    size = max(12, min(width, height) // 11)
    lines, font, step = _fitted(f"“{words}”", width=round(width * 0.76), height=round(height * 0.62), size=size)
    top = (height - step * len(lines)) / 2
    for row, line in enumerate(lines):
        pen.text((width / 2, top + row * step), line, font=font, fill=_INK, anchor="ma")
    rule = top + step * len(lines) + step * 0.55
    half, thick = max(8, width // 24), max(2, height // 240)
    pen.rounded_rectangle((width / 2 - half, rule, width / 2 + half, rule + thick), radius=thick / 2, fill=_ACCENT)
    return np.asarray(card, np.uint8)


class Caption:
    """A line or two at the lower edge of the picture, on a soft dark strip.

    strip   (height, width, 4) uint8: red, green, blue and cover; it stands at `left`, `top`
    """

    def __init__(self, text: str, *, width: int, height: int) -> None:
        size = max(10, min(width, height) // 20)
        self.strip = _strip(text, width=round(width * 0.9), size=size, most=round(height * 0.3))
        high, wide = self.strip.shape[:2]
        self.left, self.top = (width - wide) // 2, height - high - max(6, height // 24)

    def on(self, rgb: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """A copy of the picture with the caption on it."""
        made = rgb.copy()
        high, wide = self.strip.shape[:2]
        place = made[self.top : self.top + high, self.left : self.left + wide]
        cover = self.strip[:, :, 3:].astype(np.uint16)
        place[:] = ((self.strip[:, :, :3] * cover + place * (255 - cover) + 127) // 255).astype(np.uint8)
        return made


def _strip(text: str, *, width: int, size: int, most: int) -> NDArray[np.uint8]:
    """The caption as red, green, blue and cover: (height, width, 4) uint8."""
    margin = size * 3 // 4
    lines, font, step = _fitted(text.strip(), width=width - 2 * margin, height=most - margin, size=size, most_lines=_CAPTION_LINES)
    wide = round(max(font.getlength(line) for line in lines)) + 2 * margin
    strip = Image.new("RGBA", (min(width, wide), round(step * len(lines)) + margin), (*PAPER, 0))
    pen = ImageDraw.Draw(strip)
    pen.rounded_rectangle((0, 0, strip.width - 1, strip.height - 1), radius=margin, fill=(*PAPER, round(255 * _STRIP)))
    for row, line in enumerate(lines):
        pen.text((strip.width / 2, margin / 2 + row * step), line, font=font, fill=(*_INK, 255), anchor="ma")
    return np.asarray(strip, np.uint8)


def _fitted(
    text: str, *, width: int, height: int, size: int, most_lines: int = 12
) -> tuple[list[str], ImageFont.FreeTypeFont, float]:
    """The text in lines, the font, and the height of a line: as large as `size`, smaller until it fits. What never fits is cut with “…”."""
    while True:
        font = _font(size)
        lines, step = _wrapped(text, font, width), size * 1.42
        if len(lines) <= most_lines and step * len(lines) <= height:
            return _even(text, font, width, lines), font, step
        if size <= 9:
            kept = lines[: max(1, min(most_lines, int(height / step)))]
            return [*kept[:-1], kept[-1].rstrip(" .,”") + "…"] if len(kept) < len(lines) else kept, font, step
        size = max(9, round(size * 0.92))


def _even(text: str, font: ImageFont.FreeTypeFont, width: int, lines: list[str]) -> list[str]:
    """The text in as many lines, all about as long: no word stands alone on the last one."""
    least = max((round(font.getlength(word)) + 1 for word in text.split()), default=width)
    while len(lines) > 1 and width - least > 4:
        middle = (least + width) // 2
        narrow = _wrapped(text, font, middle)
        if len(narrow) == len(lines):
            lines, width = narrow, middle
        else:
            least = middle
    return lines


def _wrapped(text: str, font: ImageFont.FreeTypeFont, width: int) -> list[str]:
    lines: list[str] = []
    for paragraph in text.splitlines() or [""]:
        line = ""
        for word in paragraph.split():
            longer = f"{line} {word}".strip()
            if font.getlength(longer) <= width or not line:
                line = longer
            else:
                lines.append(line)
                line = word
            while font.getlength(line) > width and len(line) > 1:
                fits = max(1, next((n for n in range(len(line), 0, -1) if font.getlength(line[:n]) <= width), 1))
                lines.append(line[:fits])
                line = line[fits:]
        if line:
            lines.append(line)
    return lines or [""]


@lru_cache(maxsize=32)
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(resource("fonts", "NotoSans-Regular.ttf")), size)
