"""A scheme as a file: what is wrong is said with its line, and what is written reads back equal."""

from __future__ import annotations

import re
import tomllib
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vig_tool.errors import BadInput
from vig_tool.programmes import COLOURS, SHAPES, Limits, Principle, Scheme, load, read_scheme, scheme_faults, write_scheme
from vig_tool.programmes.lines import Lines
from vig_tool.programmes.scheme_file import content_of, scheme_from

FILE = write_scheme(load("vig").scheme, programme="vig", limits=load("vig").limits)


def refused(text: str, **more: Any) -> str:
    with pytest.raises(BadInput) as trouble:
        read_scheme(text, name="ours.toml", **more)
    assert trouble.value.sentence == "The scheme “ours.toml” cannot be used."
    return trouble.value.advice


def line_of(words: str, *, nth: int = 0) -> int:
    return [number for number, line in enumerate(FILE.splitlines(), 1) if words in line][nth]


def test_every_built_in_scheme_reads_back_equal() -> None:
    for scheme in load("vig").schemes:
        kept = read_scheme(write_scheme(scheme, programme="vig"), name="x")
        assert (kept.programme, kept.scheme, kept.limits) == ("vig", scheme, None)
    assert read_scheme(FILE, name="x").limits == load("vig").limits


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ('key = "2"', 'key = "1"', line_of('key = "2"'), "Two principles have the key “1”."),
        (
            'key = "2"',
            'key = "q"',
            line_of('key = "2"'),
            "The principle “Letting the other lead” has the key “q”: a key is a digit from 1 to 9.",
        ),
        ("lag = 2\n", "lag = 99\n", line_of("lag = 2"), "“lag” in “Being attentive” should be less than or equal to 60."),
        ("lead = 3\n", "", line_of("[[principles]]"), "“lead” is missing in “Being attentive”."),
        ("clips = 4", "clips = 0", line_of("clips = 4"), "“clips” should be greater than or equal to 1."),
        ('programme = "vig"\n', "", 1, "“programme” is missing."),
        ('shape = "pill"', 'shape = "star"', line_of('shape = "pill"'), "The principle “Shared play and laughter” has the shape “star”"),
        ('id = "touch"', 'id = "turns"', line_of('id = "touch"'), "Two principles have the id “turns”."),
        ('name = "Face and voice"', 'name = ""', line_of('name = "Face and voice"'), "“name” in “expression” should not be empty."),
        ('name = "Face and voice"', 'nome = "Face"', line_of('name = "Face and voice"'), "“nome” is not known in “expression”."),
        ("lead = 6", "lead = six", line_of("lead = 6"), "what stands after “=” cannot be read; words need quotation marks around them."),
        ('short = "Touch"', "short = Touch", line_of('short = "Touch"'), "what stands after “=” cannot be read"),
        ("[limits]", "[limits", line_of("[limits]"), "a “]” is missing."),
        ('key = "3"', 'key = "3"\nkey = "4"', line_of('key = "3"') + 1, "the same name is given a second time."),
        ('key = "3"', "key", line_of('key = "3"'), "after the name there should be “=” and then what it is."),
    ],
)
def test_a_fault_is_said_with_its_line(old: str, new: str, line: int, said: str) -> None:
    assert old in FILE
    advice = refused(FILE.replace(old, new, 1))
    assert f"Line {line}: " in advice, advice
    assert said in advice


def test_faults_are_said_from_top_to_bottom() -> None:
    text = FILE.replace('key = "5"', 'key = "x"').replace('colour = "#0072B2"', 'colour = "blue"').replace("seconds = 10", "seconds = 10")
    numbers = [int(number) for number in re.findall(r"Line (\d+):", refused(text))]
    assert numbers == sorted(numbers)
    assert len(numbers) == 2


def test_what_is_no_scheme_is_said() -> None:
    assert "whole programme" in refused("format = 1\nschemes = []")
    assert "newer version" in refused(FILE.replace("format = 1", "format = 2"))
    assert "far too long" in refused("x" * 300_000)
    assert refused("[" * 5000)
    line = line_of('id = "turns"')
    taken = refused(FILE, taken={"turns": "Six steps"})
    assert taken == f"Line {line}: The id “turns” belongs to a principle of “Six steps” already."


def test_the_retired_clash_with_nothing_but_one_must_be_left() -> None:
    retired = FILE.replace('key = "2"', 'key = "1"\nretired = true')
    scheme = read_scheme(retired, name="x").scheme
    assert [one.id for one in scheme.retired] == ["following"]
    assert "following" not in {one.id for one in scheme.principles}
    assert scheme.held("following") is not None
    assert "at least one is needed" in refused(re.sub(r'(key = "\d")', r"\1\nretired = true", FILE))
    assert "should be true or false" in refused(FILE.replace('key = "2"', 'key = "2"\nretired = "yes"'))


def test_a_principle_may_have_no_key() -> None:
    text = FILE.replace('key = "5"', 'key = ""').replace('key = "6"', 'key = ""')
    assert [one.key for one in read_scheme(text, name="x").scheme.principles] == ["1", "2", "3", "4", "", ""]


SIGNS = st.characters(min_codepoint=32, exclude_categories=["Cs"])
WORDS = st.text(SIGNS, min_size=1, max_size=30).filter(lambda words: words == words.strip())


@st.composite
def schemes(draw: st.DrawFn) -> Scheme:
    marks = draw(st.lists(st.sampled_from([(c, s) for c in COLOURS for s in SHAPES]), unique=True, min_size=1, max_size=12))
    keys = draw(st.permutations([*"123456789", *[""] * len(marks)]))
    held = []
    for number, (colour, shape) in enumerate(marks):
        name = f"{draw(WORDS)}{number}"
        held.append(
            Principle(
                id=f"p{number}",
                name=name,
                short=draw(st.sampled_from([name, f"s{number}"])),
                key=keys[number],
                colour=colour,
                shape=shape,
                definition=draw(WORDS),
                example=draw(WORDS),
                lead_us=draw(st.integers(1, 60_000_000)),
                lag_us=draw(st.integers(0, 60_000_000)),
                group=draw(st.sampled_from(["", "One", "“Two”"])),
                retired=number > 0 and draw(st.booleans()),
            )
        )
    used, retired = tuple(one for one in held if not one.retired), tuple(one for one in held if one.retired)
    return Scheme("ours", draw(WORDS), draw(WORDS), ("interaction", "review"), used, retired)


@settings(deadline=None, max_examples=150)
@given(scheme=schemes(), clips=st.integers(1, 100), seconds=st.integers(1, 3600))
def test_whatever_is_written_reads_back_equal(scheme: Scheme, clips: int, seconds: int) -> None:
    assert scheme_faults(scheme, {}) == []
    limits = Limits(clips, seconds * 1_000_000)
    text = write_scheme(scheme, programme="vig", limits=limits)
    kept = read_scheme(text, name="x")
    assert kept.scheme == scheme
    assert kept.limits == limits
    assert scheme_from(content_of(scheme)) == scheme


@settings(deadline=None, max_examples=100)
@given(scheme=schemes(), data=st.data())
def test_every_thing_is_found_on_its_own_line(scheme: Scheme, data: st.DataObject) -> None:
    text = write_scheme(scheme, programme="vig")
    number = data.draw(st.integers(0, len(scheme.principles) + len(scheme.retired) - 1))
    field = data.draw(st.sampled_from(["id", "name", "key", "colour", "shape", "definition", "example", "lead", "lag"]))
    line = text.split("\n")[Lines(text).line(("principles", number, field)) - 1]
    assert line.startswith(f"{field} = ")
    assert tomllib.loads(line)[field] == tomllib.loads(text)["principles"][number][field]


ODD = '''# first
"a b" = """
[not.a.header]
x = 1 \\""" still
"""
'lit' = \'\'\'
y = 2\'\'\'
empty = ""
list = [ # remark ]
  { one = 1, two.three = "]" }, # more
  [ "x", 'y' ],
]
[t.u]
z = 2020-01-01T00:00:00Z
[[t.v]]
n = 1
[[t.v]]
n = 2
[[t.v.w]]
deep = true
[t.v.x]
last = 0x1F'''


def test_lines_of_every_way_to_write() -> None:
    for text in (ODD, ODD.replace("\n", "\r\n")):
        tomllib.loads(text)
        lines = Lines(text)
        expected = {
            ("a b",): 2, ("lit",): 6, ("empty",): 8, ("list",): 9, ("list", 0): 10, ("list", 0, "two", "three"): 10, ("list", 1): 11,
            ("list", 1, 1): 11, ("t", "u"): 13, ("t", "u", "z"): 14, ("t", "v", 0): 15, ("t", "v", 0, "n"): 16, ("t", "v", 1, "n"): 18,
            ("t", "v", 1, "w", 0): 19, ("t", "v", 1, "w", 0, "deep"): 20, ("t", "v", 1, "x"): 21, ("t", "v", 1, "x", "last"): 22,
            ("t", "v", 1, "missing"): 17, ("nowhere",): 1,
        }  # fmt: skip
        assert {place: lines.line(place) for place in expected} == expected
