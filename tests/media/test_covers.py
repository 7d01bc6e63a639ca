"""What is covered stays covered: in every picture, beyond recovery, and nothing else is touched; what is not certain is said."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from unittest import mock

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from tests.films import SMALL, FilmShelf
from vig_tool.errors import BadInput, Damaged, Refused
from vig_tool.media.covering.covers import Box, Cover, Covering, Mark, Seen, Track, hide
from vig_tool.media.covering.following import _grey, _width, follow, follow_pictures, overlap
from vig_tool.media.facts import FilmFacts
from vig_tool.media.index.indexing import complete, make_index
from vig_tool.media.intake.probe import probe
from vig_tool.media.sample import figures
from vig_tool.media.sample.faces import draw_head
from vig_tool.media.sample.pen import Pen
from vig_tool.media.sample.room import paint_room, scene_pen
from vig_tool.media.sample.story import Story
from vig_tool.timing import FrameIndex, Instant, Span

Rgb = NDArray[np.uint8]


@cache
def told(start: float, seconds: float, *, rate: int = 25) -> tuple[tuple[Rgb, ...], NDArray[np.float64]]:
    """Pictures of the story, and for each the child's head: centre x, y and radius in pixels."""
    room = paint_room(480, 270)
    pictures, heads = [], []
    found: list[tuple[float, float, float]] = []

    def noting(pen: Pen, *args: object, child: bool, **more: object) -> None:
        if child:
            found.append((pen.x, pen.y, 60 * pen.scale))
        draw_head(pen, *args, child=child, **more)  # type: ignore[arg-type]

    with mock.patch.object(figures, "draw_head", noting):
        for nth in range(round(seconds * rate)):
            picture = room.copy()
            figures.draw_scene(scene_pen(picture), Story(1).at(start + nth / rate))
            pictures.append(picture)
            heads.append(found[-1])
    return tuple(pictures), np.array(heads)


def greys(pictures: tuple[Rgb, ...]) -> list[Rgb]:
    return [np.asarray(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), np.uint8) for picture in pictures]


def around(head: NDArray[np.float64]) -> Box:
    x, y, radius = (float(part) for part in head)
    return Box.drawn((x - radius) / 480, (y - radius) / 270, 2 * radius / 480, 2 * radius / 270)


def hidden_part(box: NDArray[np.float64], head: NDArray[np.float64]) -> float:
    """How much of the head an oval in the box covers: 0 to 1."""
    angle = np.linspace(0, 2 * np.pi, 60)
    spots = np.concatenate([np.stack([np.cos(angle), np.sin(angle)]) * head[2] * part for part in (0.3, 0.6, 0.9)], axis=1)
    x, y = (head[0] + spots[0]) / 480, (head[1] + spots[1]) / 270
    centre, half = box[:2] + box[2:] / 2, box[2:] / 2
    return float(np.mean(((x - centre[0]) / half[0]) ** 2 + ((y - centre[1]) / half[1]) ** 2 <= 1))


@pytest.mark.parametrize("start", [2.0, 26.0, 56.0])
def test_a_face_drawn_once_is_followed_in_every_picture(start: float) -> None:
    pictures, heads = told(start, 5.0)
    boxes, seen = follow_pictures(greys(pictures), {40: Mark(Instant(0), around(heads[40]))})
    assert [hidden_part(box, head) for box, head in zip(boxes, heads, strict=True)] == pytest.approx([1.0] * 125, abs=0.03)
    assert np.mean(seen == Seen.SURE) > 0.95
    assert np.median(boxes[:, 2] * 480 / (2 * heads[:, 2])) < 2.0, "much more than the face was covered"


def wandering(*, hidden: range = range(0), count: int = 80) -> tuple[list[Rgb], NDArray[np.float64]]:
    """A patch of its own pattern wandering over another pattern, behind a wall in `hidden`; and its true boxes in parts."""
    luck = np.random.default_rng(5)
    ground = cv2.resize(luck.integers(40, 200, (34, 60), np.uint8), (480, 270), interpolation=cv2.INTER_CUBIC)
    thing = cv2.resize(luck.integers(0, 255, (8, 8), np.uint8), (56, 56), interpolation=cv2.INTER_CUBIC)
    made, places = [], []
    for nth in range(count):
        x, y = 60 + 4 * nth, round(120 + 40 * np.sin(nth / 9))
        picture = np.asarray(ground.copy(), np.uint8)
        picture[y : y + 56, x : x + 56] = thing
        if nth in hidden:
            picture[:, x - 30 : x + 90] = 90
        made.append(picture)
        places.append((x / 480, y / 270, 56 / 480, 56 / 270))
    return made, np.array(places)


def test_what_goes_out_of_sight_is_lost_and_stays_covered_wider() -> None:
    hidden = range(30, 42)
    pictures, places = wandering(hidden=hidden)
    boxes, seen = follow_pictures(pictures, {5: Mark(Instant(0), Box(*places[5]))})
    assert set(np.flatnonzero(seen == Seen.LOST)) >= set(hidden)
    assert not np.any(seen == Seen.GONE)
    assert np.all(boxes[31:41, 2:] > places[31:41, 2:] * 1.5), "wider while it is lost"
    assert np.all(seen[:30] == Seen.SURE)
    assert min(overlap(box, place) for box, place in zip(boxes[:30], places[:30], strict=True)) > 0.35


def test_a_second_mark_puts_it_right_and_both_ways_are_followed() -> None:
    hidden = range(30, 42)
    pictures, places = wandering(hidden=hidden)
    marks = {5: Mark(Instant(0), Box(*places[5])), 60: Mark(Instant(1), Box(*places[60]))}
    boxes, seen = follow_pictures(pictures, marks)
    assert np.all(seen[42:] == Seen.SURE)
    for box, place in zip(boxes, places, strict=True):
        assert box[0] <= place[0] + 0.005 <= place[0] + place[2] <= box[0] + box[2] + 0.005


def two_scenes(*, count: int = 60, cut: int = 30) -> tuple[list[Rgb], NDArray[np.float64]]:
    """A patch over one ground, then over another and somewhere else in the picture; and its true boxes in parts."""
    luck = np.random.default_rng(8)
    grounds = [cv2.resize(luck.integers(20, 230, (9, 16), np.uint8), (480, 270), interpolation=cv2.INTER_CUBIC) for _ in range(2)]
    thing = cv2.resize(luck.integers(0, 255, (8, 8), np.uint8), (40, 40), interpolation=cv2.INTER_CUBIC)
    made, places = [], []
    for nth in range(count):
        x, y = (20 + 3 * nth, 60 + nth) if nth < cut else (420 - 3 * (nth - cut), 200)
        picture = np.asarray(grounds[nth >= cut].copy(), np.uint8)
        picture[y : y + 40, x : x + 40] = thing
        made.append(picture)
        places.append((x / 480, y / 270, 40 / 480, 40 / 270))
    return made, np.array(places)


def oval_hides(box: NDArray[np.float64], place: NDArray[np.float64]) -> bool:
    """Whether an oval in the box covers the oval in the place."""
    angle = np.linspace(0, 2 * np.pi, 80)
    x, y = (place[at] + place[at + 2] * (0.5 + 0.5 * way(angle)) for at, way in enumerate((np.cos, np.sin)))
    centre, half = box[:2] + box[2:] / 2, box[2:] / 2
    return bool(np.all(((x - centre[0]) / half[0]) ** 2 + ((y - centre[1]) / half[1]) ** 2 <= 1))


def test_in_another_scene_the_whole_picture_is_hidden_until_somebody_says_where_it_is() -> None:
    pictures, places = two_scenes()
    boxes, seen = follow_pictures(pictures, {10: Mark(Instant(0), Box(*places[10]))})
    assert np.all(seen[:30] == Seen.SURE)
    assert np.all(seen[30:] == Seen.LOST), "something that only resembles it was taken for it"
    whole = np.array([0.0, 0.0, 1.0, 1.0])
    assert all(oval_hides(box, place if nth < 30 else whole) for nth, (box, place) in enumerate(zip(boxes, places, strict=True)))
    corners = np.full((60, 80, 3), 200, np.uint8)
    corners[::2] = 20
    hide(corners, Box(*boxes[45]), round_=True)
    assert int(np.ptp(corners)) < 40, "something is left of the picture"
    backwards, seen = follow_pictures(pictures, {50: Mark(Instant(0), Box(*places[50]))})
    assert np.all(seen[:30] == Seen.LOST)
    assert all(oval_hides(box, whole) for box in backwards[:30])


def test_marked_in_both_scenes_it_is_covered_on_either_side_of_the_change() -> None:
    pictures, places = two_scenes()
    boxes, seen = follow_pictures(pictures, {10: Mark(Instant(0), Box(*places[10])), 50: Mark(Instant(1), Box(*places[50]))})
    assert np.all(seen == Seen.SURE)
    assert all(oval_hides(box, place) for box, place in zip(boxes, places, strict=True))
    assert all(oval_hides(boxes[29 + by], places[30 - by]) for by in (0, 1)), "a player may show the picture next to it"
    steady = [n for n in range(60) if n not in (29, 30)]
    assert np.all(boxes[steady, 2:] < places[steady, 2:] * 2), "one scene gets into the other"


def test_gone_means_gone_until_the_next_mark() -> None:
    pictures, places = wandering(hidden=range(30, 50))
    here = Mark(Instant(0), Box(*places[5]))
    _, seen = follow_pictures(pictures, {5: here, 30: replace(here, gone=True)})
    assert np.all(seen[30:] == Seen.GONE)
    assert np.all(seen[:29] != Seen.GONE)
    boxes, seen = follow_pictures(pictures, {5: here, 30: replace(here, gone=True), 60: Mark(Instant(2), Box(*places[60]))})
    assert np.all(seen[52:60] != Seen.GONE), "there again before the mark: covered as far back as it can be followed"
    assert np.all(seen[30:45] == Seen.GONE)
    assert overlap(boxes[55], places[55]) > 0.3


def face(kind: int) -> Rgb:
    """One of two people who do not look alike."""
    luck = np.random.default_rng(kind)
    picture = np.full((240, 320, 3), (150, 170, 160), np.uint8)
    skin, hair = ((222, 180, 150), (60, 40, 30)) if kind == 0 else ((205, 160, 130), (95, 70, 45))
    cv2.ellipse(picture, (160, 110), (62, 74), 0, 0, 360, hair, -1)
    cv2.ellipse(picture, (160, 126), (50, 60), 0, 0, 360, skin, -1)
    for side in (-1, 1):
        cv2.circle(picture, (160 + side * (18 + 6 * kind), 116), 7 + 2 * kind, (20, 20, 20), -1)
    cv2.ellipse(picture, (160, 152), (22 - 8 * kind, 6 + 6 * kind), 0, 0, 180, (140, 30, 30), -1)
    return np.clip(picture + luck.normal(0, 6, picture.shape), 0, 255).astype(np.uint8)


FACE = Box(92 / 320, 30 / 240, 136 / 320, 166 / 240)


def inside_oval(box: Box) -> NDArray[np.bool_]:
    y, x = np.mgrid[0:240, 0:320]
    across, down = (x + 0.5) / 320 - box.x - box.w / 2, (y + 0.5) / 240 - box.y - box.h / 2
    inside: NDArray[np.bool_] = (2 * across / box.w) ** 2 + (2 * down / box.h) ** 2 < 0.98
    return inside


@pytest.mark.parametrize("round_", [True, False])
def test_nothing_of_a_face_is_left_and_nothing_else_is_touched(round_: bool) -> None:
    before, after = face(0), face(0)
    hide(after, FACE, round_=round_)
    where = inside_oval(FACE)
    fine = cv2.Laplacian(cv2.cvtColor(after, cv2.COLOR_RGB2GRAY), cv2.CV_64F)
    assert np.abs(fine[where]).max() <= 4, "an edge is left"
    waves = np.abs(np.fft.fft2(after[60:180, 110:210].mean(axis=2) - after[60:180, 110:210].mean()))
    assert waves[6:-6, 6:-6].max() < 0.01 * np.abs(np.fft.fft2(before[60:180, 110:210].mean(axis=2)))[6:-6, 6:-6].max() + 200
    assert float(after[where].std(axis=0).max()) < 0.25 * float(before[where].std(axis=0).max())
    soft = 0.16 * 136 * 1.6
    y0, y1, x0, x1 = round(30 - soft), round(196 + soft), round(92 - soft), round(228 + soft)
    outside = np.ones((240, 320), np.bool_)
    outside[max(0, y0) : y1, max(0, x0) : x1] = False
    assert np.array_equal(before[outside], after[outside])


def test_two_people_come_out_almost_the_same() -> None:
    one, other = face(0), face(1)
    where = inside_oval(FACE)
    apart = np.abs(one.astype(int) - other)[where].mean()
    hide(one, FACE, round_=True)
    hide(other, FACE, round_=True)
    left = np.abs(one.astype(int) - other)[where]
    assert left.mean() < 12
    assert left.mean() < apart / 2
    grey = [cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY).astype(float)[60:180, 110:210] for picture in (one, other)]
    shape = [picture - cv2.GaussianBlur(picture, (0, 0), 12) for picture in grey]
    assert max(np.abs(picture[20:-20, 20:-20]).max() for picture in shape) < 3, "features are left that could tell them apart"


@pytest.mark.parametrize("box", [Box(-0.4, -0.4, 0.5, 0.5), Box(0.9, 0.9, 0.4, 0.4), Box(-1, -1, 3, 3), Box(2, 2, 0.1, 0.1)])
def test_a_cover_may_reach_beyond_the_picture(box: Box) -> None:
    picture = face(0)
    hide(picture, box, round_=True)
    assert picture.shape == (240, 320, 3)


def index_of(count: int) -> FrameIndex:
    times = np.arange(count, dtype=np.int64) * 40_000
    return FrameIndex(times, times, np.ones(count, np.bool_), count * 40_000)


def test_a_cover_is_kept_as_plain_values_and_read_again() -> None:
    track = Track(Span.of_us(0, 400_000), np.random.default_rng(1).random((10, 4)) * 2 - 0.5, np.arange(10, dtype=np.uint8) % 3)
    marks = (Mark(Instant(0), Box(0.1, 0.2, 0.3, 0.4)), Mark(Instant(80_000), Box(0.1, 0.2, 0.3, 0.4), gone=True))
    cover = Cover("a", marks, round=False, track=track, looked=Span.of_us(0, 400_000))
    read = Cover.from_json(json.loads(json.dumps(cover.to_json())))
    assert (read.id, read.marks, read.round, read.looked) == (cover.id, marks, False, cover.looked)
    assert read.track is not None
    assert np.allclose(read.track.boxes, track.boxes, atol=0.0001)
    assert np.array_equal(read.track.seen, track.seen)
    with pytest.raises(Damaged):
        Cover.from_json({"id": "a", "marks": [{"at_us": "soon"}]})
    with pytest.raises(Damaged):
        Track.from_json({"start_us": 0, "end_us": 5, "places": "%"})


def test_pictures_that_were_not_followed_are_covered_all_the_same() -> None:
    index = index_of(20)
    track = Track(Span.of_us(0, 400_000), np.tile([0.4, 0.4, 0.2, 0.2], (10, 1)), np.zeros(10, np.uint8))
    cover = Cover("a", (Mark(Instant(0), Box(0.4, 0.4, 0.2, 0.2)),), track=track)
    boxes, seen = cover.places(index, index.whole)
    assert np.all(seen[:10] == Seen.SURE)
    assert np.all(seen[10:] == Seen.LOST)
    assert np.all(boxes[10:, 2:] == pytest.approx(0.4))
    boxes, seen = replace(cover, track=None).places(index, index.whole)
    assert len(boxes) == 20
    assert np.all(seen == Seen.LOST)
    lying = replace(track, span=Span.of_us(0, 200_000))  # a film that was read anew has other pictures
    assert np.all(replace(cover, track=lying).places(index, index.whole)[1] == Seen.LOST)


def test_a_picture_of_outside_the_clip_is_hidden_whole() -> None:
    covering = Covering([Cover("a", (Mark(Instant(0), Box(0.4, 0.4, 0.2, 0.2)),))], index_of(20), Span.of_us(0, 400_000))
    shown = covering.on(face(0), 15)
    assert shown.std(axis=(0, 1)).max() < 20
    picture = face(0)
    assert not np.array_equal(covering.on(picture, 5), picture)
    assert np.array_equal(picture, face(0)), "what it was given is left alone"


def test_looked_through_holds_for_what_was_looked_at_only() -> None:
    cover = Cover("a", (Mark(Instant(0), Box(0.4, 0.4, 0.2, 0.2)),), looked=Span.of_us(100, 500))
    assert cover.is_looked_through(Span.of_us(200, 500))
    assert not cover.is_looked_through(Span.of_us(200, 501))
    assert not replace(cover, looked=None).is_looked_through(Span.of_us(200, 300))


def test_a_box_is_brought_inside_the_picture() -> None:
    assert Box.drawn(0.5, 0.5, -0.2, -0.7) == Box(0.3, 0.0, 0.2, 0.5)
    with pytest.raises(BadInput):
        Box.drawn(0.5, 0.5, 0.001, 0.5)


def test_a_film_is_followed(films: FilmShelf) -> None:
    film = films.film(replace(SMALL, seconds=3, turn=90, width=180, height=320))
    facts = probe(film.source)
    index = make_index(film.source, facts)
    facts = complete(facts, index)
    span = Span.of_us(500_000, 2_000_000)
    track = follow(film.source, facts, index, span=span, marks=[Mark(Instant(1_000_000), Box.drawn(0.4, 0.4, 0.2, 0.1))])
    assert len(track.boxes) == len(index.numbers(span)) == len(track.seen)
    assert track.span == index.snap_span(span)


def test_a_clip_too_long_to_be_held_in_memory_is_refused_at_once(films: FilmShelf) -> None:
    film = films.film(replace(SMALL, seconds=3, turn=90, width=180, height=320))
    facts = probe(film.source)
    index = index_of(20_000)
    with pytest.raises(Refused, match="too long"):
        follow(film.source, facts, index, span=index.whole, marks=[Mark(Instant(0), Box(0.4, 0.4, 0.2, 0.1))])


def test_a_picture_as_narrow_as_a_thread_takes_no_more_memory_than_others() -> None:
    thread = np.random.default_rng(1).integers(0, 255, (4000, 4, 3), np.uint8)
    facts = FilmFacts("mov", "h264", 4, 4000, 4, 4000)
    assert _grey(thread, _width(facts, 100)).nbytes < 500_000


def test_what_comes_back_larger_or_smaller_is_found_at_its_size() -> None:
    luck = np.random.default_rng(4)
    ground = cv2.resize(luck.integers(40, 200, (34, 60), np.uint8), (480, 270), interpolation=cv2.INTER_CUBIC)
    thing = cv2.resize(luck.integers(0, 255, (6, 6), np.uint8), (60, 60), interpolation=cv2.INTER_CUBIC)
    for after in (46, 76):
        made, places = [], []
        for nth in range(50):
            size = 60 if nth < 20 else after
            left, top = 200 - size // 2, 130 - size // 2
            picture = np.asarray(ground.copy(), np.uint8)
            picture[top : top + size, left : left + size] = cv2.resize(thing, (size, size), interpolation=cv2.INTER_AREA)
            if 15 <= nth < 25:
                picture[:, 120:280] = 90
            made.append(picture)
            places.append((left / 480, top / 270, size / 480, size / 270))
        boxes, seen = follow_pictures(made, {5: Mark(Instant(0), Box(*places[5]))})
        assert np.all(seen[30:] == Seen.SURE)
        assert all(oval_hides(box, np.array(place)) for box, place in zip(boxes[30:], places[30:], strict=True))
        assert np.all(boxes[40:, 2] < np.array(places)[40:, 2] * 1.7), "much more than it is covered"
