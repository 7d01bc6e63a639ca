"""The living room behind the figures. Drawn once for a film; it goes on above and below, so that upright phone films are filled too."""

from __future__ import annotations

import math
import random

import numpy as np
from numpy.typing import NDArray

from vig_tool.media.opencv import cv2
from vig_tool.media.sample.pen import Pen, colour
from vig_tool.media.sample.tracks import Point

_FLOOR = 486.0


def scene_pen(picture: NDArray[np.uint8]) -> Pen:
    """The pen for scene units: the figures (scene x 230 to 1050) always fit, and the scene's middle is the picture's."""
    height, width = picture.shape[:2]
    scale = max(width / 1280, min(height / 720, width / 900))
    return Pen(picture, scale=scale, x=width / 2 - 640 * scale, y=height / 2 - (360 if height <= width else 430) * scale)


def paint_room(width: int, height: int) -> NDArray[np.uint8]:
    """The empty room, uint8 height x width x 3, RGB. Drawn at twice the size and scaled down: its edges stay crisp."""
    big = np.zeros((height * 2, width * 2, 3), dtype=np.uint8)
    big[:] = colour("#F4E3CB")
    pen = scene_pen(big)
    for x in range(-2000, 3000, 64):
        pen.polygon([(x, -3000), (x + 20, -3000), (x + 20, _FLOOR), (x, _FLOOR)], colour("#F1DEC3"))
    _floor(pen)
    _window(pen)
    _pictures(pen)
    _sofa(pen)
    _shelf(pen)
    _lamp(pen)
    _rug(pen)
    _blocks(pen)
    return _light(np.asarray(cv2.resize(big, (width, height), interpolation=cv2.INTER_AREA), dtype=np.uint8))


def _light(picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Warm daylight from the upper left, a little darker in the corners."""
    height, width = picture.shape[:2]
    x = np.linspace(-1, 1, width, dtype=np.float32)[None, :]
    y = np.linspace(-1, 1, height, dtype=np.float32)[:, None]
    pen = scene_pen(picture)
    lamp_x, lamp_y = pen.place(930, 190)
    far = ((x + 1) * width / 2 - lamp_x) ** 2 + ((y + 1) * height / 2 - lamp_y) ** 2
    lamp = 0.09 * np.exp(-far / (2 * (95 * pen.scale) ** 2))
    glow = lamp + 1.035 - 0.075 * ((x + 0.35) ** 2 + (y + 0.3) ** 2) / 1.6
    lit: NDArray[np.uint8] = np.clip(picture * glow[:, :, None], 0, 255).astype(np.uint8)
    return lit


def _floor(pen: Pen) -> None:
    pen.polygon([(-2000, _FLOOR), (3000, _FLOOR), (3000, 4000), (-2000, 4000)], colour("#CFA173"))
    luck = random.Random(7)  # noqa: S311 - planks, not secrets
    top = _FLOOR
    for row in range(24):
        bottom = top + 16 + row * 7
        for start in range(-2000, 3000, 420):
            left = start + luck.uniform(-120, 120)
            tone = luck.choice(("#CFA173", "#CA9A6B", "#D4A87B"))
            pen.polygon([(left, top), (left + 560, top), (left + 560, bottom), (left, bottom)], colour(tone))
            pen.polygon([(left, top), (left + 2.2, top), (left + 2.2, bottom), (left, bottom)], colour("#B98A5D"))
        pen.polygon([(-2000, bottom - 1.6), (3000, bottom - 1.6), (3000, bottom), (-2000, bottom)], colour("#BD8E61"))
        top = bottom
    pen.polygon([(-2000, _FLOOR - 24), (3000, _FLOOR - 24), (3000, _FLOOR), (-2000, _FLOOR)], colour("#FBF3E6"))
    pen.polygon([(-2000, _FLOOR - 3), (3000, _FLOOR - 3), (3000, _FLOOR + 4), (-2000, _FLOOR + 4)], colour("#B8885C"))
    pen.polygon([(120, 560), (300, 520), (520, 720), (250, 800)], colour("#DDB488"))


def _window(pen: Pen) -> None:
    pen.polygon([(78, 38), (372, 38), (372, 306), (78, 306)], colour("#FBF6EC"))
    pen.polygon([(92, 52), (358, 52), (358, 288), (92, 288)], colour("#BFE0EA"))
    pen.oval(300, 104, 30, 30, colour("#FBE3A1"))
    for x, y, r in ((150, 110, 20), (176, 102, 26), (206, 112, 18)):
        pen.oval(x, y, r * 1.3, r * 0.8, colour("#F4FAFA"))
    pen.shape([(92, 288), (92, 236), (150, 206), (220, 232), (290, 200), (358, 230), (358, 288)], colour("#9CC48A"))
    pen.polygon([(92, 270), (358, 262), (358, 288), (92, 288)], colour("#86B376"))
    pen.stroke([(268, 250), (268, 200)], 8, colour("#8A6A4B"))
    pen.oval(268, 184, 30, 34, colour("#6FA267"))
    for line in ([(225, 50), (225, 290)], [(92, 170), (358, 170)]):
        pen.stroke(line, 9, colour("#FBF6EC"))
    pen.polygon([(78, 288), (372, 288), (372, 306), (78, 306)], colour("#FBF6EC"))
    for side in (78, 358):
        pen.polygon([(side, 38), (side + 14, 38), (side + 14, 306), (side, 306)], colour("#FBF6EC"))
    pen.polygon([(62, 300), (388, 300), (388, 318), (62, 318)], colour("#EBDDC8"))
    for left, edge in ((44, 1), (406, -1)):
        folds = [(left, 22), (left + edge * 76, 22), (left + edge * 58, 150), (left + edge * 34, 270), (left + edge * 30, 338), (left, 338)]
        pen.polygon(folds, colour("#E7A98B"))
        for fold in (18, 40):
            pen.stroke([(left + edge * fold, 30), (left + edge * fold * 0.6, 332)], 5, colour("#DB977A"))
    pen.stroke([(22, 24), (428, 24)], 9, colour("#A97C55"))
    for end in (22, 428):
        pen.oval(end, 24, 10, 10, colour("#A97C55"))
    pen.polygon([(110, 268), (146, 268), (140, 302), (116, 302)], colour("#C7603F"))
    for lean in (-26, -10, 8, 24):
        pen.oval(128 + lean * 0.7, 246 - abs(18 - abs(lean)) * 0.4, 7, 24, colour("#5F9367"), degrees=lean)


def _pictures(pen: Pen) -> None:
    pen.polygon([(520, 88), (676, 88), (676, 204), (520, 204)], colour("#A97C55"))
    pen.polygon([(530, 98), (666, 98), (666, 194), (530, 194)], colour("#FFFBF2"))
    pen.polygon([(530, 172), (666, 168), (666, 194), (530, 194)], colour("#9CC48A"))
    pen.oval(646, 116, 11, 11, colour("#F2C14E"))
    for x, tall, top in ((574, 30, "#D9663F"), (606, 20, "#4E8C86")):
        pen.stroke([(x, 184), (x, 184 - tall)], 9, colour(top))
        pen.oval(x, 178 - tall, 10, 10, colour("#EBC29B"))
    pen.stroke([(580, 166), (590, 172), (600, 168)], 3, colour("#EBC29B"))
    for x, fill in ((720, "#7FB3B0"), (790, "#E9B44C")):
        pen.polygon([(x, 112), (x + 52, 112), (x + 52, 178), (x, 178)], colour("#FBF6EC"))
        pen.polygon([(x + 7, 119), (x + 45, 119), (x + 45, 171), (x + 7, 171)], colour(fill))
    pen.shape([(735, 168), (746, 136), (757, 168)], colour("#FBF6EC"))
    pen.oval(816, 146, 11, 11, colour("#FBF6EC"))


def _sofa(pen: Pen) -> None:
    cloth, shade, light = colour("#7FA79F"), colour("#6C938B"), colour("#8DB5AC")
    for foot in (470, 838):
        pen.stroke([(foot, 520), (foot, 548)], 13, colour("#8A6443"))
    pen.shape([(440, 300), (470, 278), (655, 274), (840, 278), (868, 300), (872, 430), (655, 440), (436, 430)], cloth)
    pen.stroke([(655, 290), (655, 420)], 4, shade)
    pen.shape([(446, 424), (655, 410), (862, 424), (866, 470), (655, 480), (442, 470)], light)
    pen.stroke([(655, 420), (655, 474)], 4, shade)
    pen.polygon([(430, 466), (878, 466), (874, 530), (434, 530)], shade)
    for arm in (426, 882):
        pen.shape([(arm - 32, 380), (arm, 358), (arm + 32, 380), (arm + 32, 524), (arm, 532), (arm - 32, 524)], cloth)
        pen.arc(arm, 384, 20, 14, start=190, end=350, width=4, ink=light)
    cushion = pen.moved(560, 388, degrees=-10)
    cushion.shape([(-44, -38), (0, -34), (44, -38), (40, 0), (44, 38), (0, 34), (-44, 38), (-40, 0)], colour("#E9B44C"))
    cushion.oval(0, 0, 9, 9, colour("#D79E33"))
    other = pen.moved(772, 390, degrees=12)
    other.shape([(-42, -36), (0, -32), (42, -36), (38, 0), (42, 36), (0, 32), (-42, 36), (-38, 0)], colour("#D98268"))
    for stripe in (-16, 4, 24):
        other.stroke([(stripe - 4, -31), (stripe - 4, 31)], 5, colour("#EBA58C"))


def _shelf(pen: Pen) -> None:
    wood, dark = colour("#B98A5D"), colour("#9A6F47")
    pen.polygon([(1010, 128), (1236, 128), (1236, 506), (1010, 506)], wood)
    luck = random.Random(3)  # noqa: S311 - books, not secrets
    tones = ("#C7603F", "#4E8C86", "#E9B44C", "#3D5068", "#8E5A6B", "#86A873", "#F0E0C4", "#D98268")
    for top, bottom in ((142, 240), (254, 360), (374, 492)):
        pen.polygon([(1024, top), (1222, top), (1222, bottom), (1024, bottom)], dark)
        left = 1030.0
        while left < 1180:
            wide, tall = luck.uniform(13, 24), luck.uniform(54, 82)
            if luck.random() < 0.14:
                left += 26
                continue
            _box(pen, (left, bottom - tall), (left + wide, bottom), luck.choice(tones))
            _box(pen, (left + 3, bottom - tall + 10), (left + wide - 3, bottom - tall + 14), "#F6EAD6")
            left += wide + 1.5
    pen.polygon([(1182, 200), (1216, 200), (1211, 240), (1187, 240)], colour("#F0E6D8"))
    pen.oval(1199, 190, 16, 18, colour("#6FA267"))
    pen.polygon([(1086, 84), (1150, 84), (1140, 130), (1096, 130)], colour("#D98268"))
    for lean in (-52, -30, -8, 14, 36, 56):
        turn = math.radians(lean)
        pen.oval(1118 + 44 * math.sin(turn), 84 - 44 * math.cos(turn), 12, 44, colour("#5F9367" if lean % 4 else "#74A876"), degrees=lean)


def _box(pen: Pen, corner: Point, opposite: Point, code: str) -> None:
    (left, top), (right, bottom) = corner, opposite
    pen.polygon([(left, top), (right, top), (right, bottom), (left, bottom)], colour(code))


def _lamp(pen: Pen) -> None:
    pen.stroke([(930, 200), (930, 508)], 7, colour("#8A6443"))
    pen.oval(930, 512, 40, 9, colour("#8A6443"))
    pen.polygon([(896, 128), (964, 128), (988, 210), (872, 210)], colour("#F9D98E"))
    pen.polygon([(872, 204), (988, 204), (990, 212), (870, 212)], colour("#EBC06A"))


def _rug(pen: Pen) -> None:
    pen.oval(650, 636, 548, 96, colour("#B5654A"))
    pen.oval(650, 634, 536, 90, colour("#E8D3BE"))
    pen.oval(650, 634, 494, 76, colour("#C98A72"))
    pen.oval(650, 634, 484, 72, colour("#D9B9A3"))
    pen.oval(650, 634, 330, 44, colour("#E3C9B4"))


def _blocks(pen: Pen) -> None:
    for x, y, fill in ((176, 606, "#4E8C86"), (222, 606, "#E9B44C"), (198, 562, "#C7603F")):
        pen.polygon([(x - 21, y), (x + 21, y), (x + 21, y + 42), (x - 21, y + 42)], colour(fill))
        pen.polygon([(x - 21, y), (x - 13, y - 8), (x + 29, y - 8), (x + 21, y)], colour("#F6E7CF"))
        pen.oval(x, y + 21, 9, 9, colour("#FBF3E6"))
