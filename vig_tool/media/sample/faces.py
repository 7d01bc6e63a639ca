"""Heads: hair, eyes that look somewhere, brows, cheeks and a mouth that smiles, laughs, speaks and says “oh”."""

from __future__ import annotations

import math
from dataclasses import dataclass

from vig_tool.media.sample.pen import Colour, Pen, colour, mixed
from vig_tool.media.sample.story import Pose

_EYE_WHITE, _PUPIL, _MOUTH, _TONGUE, _TEETH = (colour(c) for c in ("#FFFDF8", "#33241D", "#7A2E2C", "#D9777A", "#FFF8EE"))


@dataclass(frozen=True, slots=True)
class Colours:
    """One person's colours."""

    skin: Colour
    shade: Colour
    cheek: Colour
    hair: Colour
    hair_light: Colour
    top: Colour
    top_shade: Colour
    legs: Colour
    legs_shade: Colour
    feet: Colour


def draw_head(pen: Pen, pose: Pose, gaze: tuple[float, float], colours: Colours, *, side: int, child: bool) -> None:
    """A head of radius 60 around the pen's origin, looking at `gaze` (pixels). `side`: 1 for who sits on the left, else -1."""
    centre = pen.place(0, 0)
    gaze_x, gaze_y = gaze
    away = math.hypot(gaze_x - centre[0], gaze_y - centre[1]) or 1.0
    look_x, look_y = (gaze_x - centre[0]) / away, (gaze_y - centre[1]) / away
    face_x, face_y = 17 * look_x, 9 * look_y
    _back_hair(pen, colours, side, child=child)
    pen.oval(-side * 53 - face_x * 0.15, 10 - face_y * 0.5, 11, 14, colours.skin)
    pen.oval(-side * 53 - face_x * 0.15, 11 - face_y * 0.5, 5, 7, colours.shade)
    pen.oval(face_x * 0.2, 5, 56, 58, colours.skin)
    _front_hair(pen, colours, face_x, side, child=child)
    for eye in (-1, 1):
        narrow = 1 - 0.16 * max(0.0, eye * look_x)
        pen.oval(face_x + eye * 33 * narrow, face_y + 24, 12 * narrow, 8, colours.cheek)
        _eye(pen, pose, colours, (face_x + eye * 21 * narrow, face_y + 2), (look_x, look_y), narrow, face_x)
    pen.oval(face_x * 1.35, face_y + 15, 7.5, 6, colours.shade)
    _mouth(pen, pose, face_x * 1.1, face_y + 33)


def _eye(pen: Pen, pose: Pose, colours: Colours, at: tuple[float, float], look: tuple[float, float], narrow: float, middle: float) -> None:
    x, y = at
    brow = y - 20 - 6 * pose.brow
    droop = 1.5 if x < middle else -1.5
    arch = [(x - 11 * narrow, brow + 3 + droop), (x - 4, brow - 2.4), (x + 4, brow - 2.4), (x + 11 * narrow, brow + 3 - droop)]
    pen.stroke(arch, 4, mixed(colours.hair, colours.skin, 0.15))
    open_part = 1 - pose.lids
    if open_part < 0.3:
        bend = -6 if pose.smile > 0.6 else 5
        pen.stroke([(x - 10, y + 2), (x, y + 2 + bend), (x + 10, y + 2)], 4.2, _PUPIL)
        return
    happy = max(0.0, pose.smile - 0.75) * 4 * min(1.0, pose.mouth * 1.4)
    height = 12.5 * open_part * (1 + 0.14 * pose.brow)
    pen.oval(x, y, 10 * narrow, height, _EYE_WHITE)
    px, py = x + 4.2 * look[0] * narrow, y + 4.2 * look[1] * open_part
    pen.oval(px, py, 6.6, min(7.4, height), _PUPIL)
    pen.oval(px - 1.8, py - 2.8 * open_part, 2.3, 2.3, _EYE_WHITE)
    if happy > 0.05:
        pen.oval(x, y + 15.5 - 4.5 * happy, 12, 6.5, colours.skin)


def _mouth(pen: Pen, pose: Pose, x: float, y: float) -> None:
    corner = 8.5 * pose.smile
    if pose.mouth < 0.12:
        pen.stroke([(x - 17, y - corner), (x, y + corner * 0.8), (x + 17, y - corner)], 4.4, _MOUTH)
        return
    if pose.rounded > 0.5:
        pen.oval(x, y + 2, 7 + 2 * pose.mouth, 4 + 8 * pose.mouth, _MOUTH)
        return
    drop = 5 + 17 * pose.mouth
    wide = 17 + 4 * pose.smile * pose.mouth
    upper = [(x + wide * part, y - corner * high) for part, high in ((-1, 1), (-0.5, 0.35), (0, 0.1), (0.5, 0.35), (1, 1))]
    pen.shape([*upper, (x + wide * 0.62, y + drop * 0.62), (x, y + drop), (x - wide * 0.62, y + drop * 0.62)], _MOUTH)
    if pose.mouth > 0.4:
        pen.oval(x, y + drop * 0.72, wide * 0.45, drop * 0.2, _TONGUE)
        pen.stroke([(x - wide * 0.62, y - corner * 0.25 + 2), (x, y + 2.4), (x + wide * 0.62, y - corner * 0.25 + 2)], 4, _TEETH)


def _back_hair(pen: Pen, colours: Colours, side: int, *, child: bool) -> None:
    if child:
        for angle in range(150, 400, 28):
            turn = math.radians(angle)
            pen.oval(47 * math.cos(turn), -8 + 47 * math.sin(turn), 25, 25, colours.hair)
        pen.oval(0, -12, 56, 54, colours.hair)
        return
    pen.oval(-side * 60, -34, 27, 25, colours.hair)
    pen.arc(-side * 60, -34, 14, 12, start=150, end=330, width=3, ink=colours.hair_light)
    pen.oval(-side * 4, -6, 64, 63, colours.hair)


def _front_hair(pen: Pen, colours: Colours, face_x: float, side: int, *, child: bool) -> None:
    parting = face_x * 0.7
    if child:
        for place, size in ((-40, 20), (-18, 22), (6, 23), (28, 21), (45, 17)):
            pen.oval(place + parting * 0.4, -50 + abs(place) * 0.34, size, size * 0.86, colours.hair)
        pen.arc(-12 + parting * 0.4, -46, 13, 11, start=190, end=320, width=3, ink=colours.hair_light)
        pen.arc(18 + parting * 0.4, -47, 13, 11, start=200, end=330, width=3, ink=colours.hair_light)
        return
    temple = side * 8
    pen.shape(
        [(-60, 8), (-62, -26), (-36, -60), (0, -69), (36, -61), (61, -26), (59, 6), (50, -14), (30 + parting - temple, -31),
         (parting + temple, -41), (-26 + parting - temple, -30), (-50, -12)],
        colours.hair,
    )  # fmt: skip
    pen.arc(-4, -14, 50, 46, start=226, end=300, width=3.2, ink=colours.hair_light)
