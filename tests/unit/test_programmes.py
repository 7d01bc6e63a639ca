"""Programmes: what is built in, and what is said about a pack that cannot be used."""

from __future__ import annotations

import pytest

from vig_tool.errors import BadInput, NotThere
from vig_tool.places import resource
from vig_tool.programmes import built_in, load, parse
from vig_tool.programmes.pack import COLOURS, SHAPES

PACK = resource("programmes", "vig.toml").read_text(encoding="utf-8")
SMALL = """
format = 1
id = "mine"
version = 3
name = "Ours"
about = "What we do."
limits = { clips = 5, seconds = 20 }
goal_kinds = [{ id = "count", name = "Times a day", hint = "A number." }]
[review]
opening = "What do you see?"
prompts = [{ id = "wishes", name = "Wishes", question = "What for?" }]
[[schemes]]
id = "two"
name = "Two things"
about = "Only two."
roles = ["interaction"]
[[schemes.principles]]
id = "look"
name = "Looking"
key = "1"
colour = "#0072b2"
shape = "circle"
definition = "Looks."
example = "A look."
lead = 2.5
lag = 0.000001
[[schemes.principles]]
id = "listen"
name = "Listening"
key = "2"
colour = "#0072B2"
shape = "square"
definition = "Listens."
example = "An ear."
lead = 0
lag = 1
"""


def refused(text: str) -> str:
    with pytest.raises(BadInput) as trouble:
        parse(text, name="ours.toml")
    assert trouble.value.sentence == "The programme “ours.toml” cannot be used."
    return trouble.value.advice


def changed(old: str, new: str, count: int = 1) -> str:
    assert old in SMALL
    return SMALL.replace(old, new, count)


def test_the_default_scheme_is_that_of_the_practice() -> None:
    vig = load("vig")
    assert [principle.id for principle in vig.scheme.principles] == ["attentive", "following", "turns", "expression", "touch", "play"]
    assert [principle.key for principle in vig.scheme.principles] == list("123456")
    assert [principle.colour for principle in vig.scheme.principles] == list(COLOURS)
    assert [principle.shape for principle in vig.scheme.principles] == list(SHAPES)
    assert (vig.limits.clips, vig.limits.clip_us) == (4, 10_000_000)
    assert [kind.id for kind in vig.goal_kinds] == ["narrative", "scale", "count"]
    assert [prompt.id for prompt in vig.review.prompts] == ["feelings", "thoughts", "wishes", "intentions"]


def test_the_role_of_a_recording_chooses_the_scheme() -> None:
    vig = load("vig")
    assert vig.scheme_for("interaction").id == vig.scheme_for("anything").id == "contact"
    assert vig.scheme_for("review").id == "ladder-guider"
    assert [scheme.id for scheme in vig.schemes_for("interaction")] == ["contact", "ladder"]
    assert all(len(scheme.principles) == 6 for scheme in vig.schemes)


def test_every_principle_has_a_definition_an_example_and_a_reach() -> None:
    for programme in built_in():
        for scheme in programme.schemes:
            for principle in scheme.principles:
                assert principle.definition.endswith(".")
                assert principle.example != principle.definition
                assert 0 < principle.lead_us + principle.lag_us <= 15_000_000
                assert len(principle.short) <= 16
                assert programme.principle(principle.id) is scheme.principle(principle.id) is principle


def test_no_name_of_others_is_used() -> None:
    for name in ("AVIG", "VIPP", "SafeCare", "Triple P", "Marte"):
        assert name not in PACK


def test_what_is_not_there_is_said() -> None:
    vig = load("vig")
    for ask in (
        lambda: load("other"),
        lambda: vig.principle("hugging"),
        lambda: vig.scheme.principle("step-guiding"),
        lambda: vig.scheme_named("other"),
        lambda: vig.goal_kind("other"),
    ):
        with pytest.raises(NotThere):
            ask()
    assert vig.scheme_named("ladder").name == "Six steps"
    assert vig.goal_kind("count").name == "Times a day"


def test_a_pack_of_ones_own() -> None:
    mine = parse(SMALL, name="ours.toml")
    look, listen = mine.scheme.principles
    assert (mine.id, mine.version, mine.name, mine.limits.clip_us) == ("mine", 3, "Ours", 20_000_000)
    assert (look.lead_us, look.lag_us, look.colour, look.short) == (2_500_000, 1, "#0072B2", "Looking")
    assert (listen.lead_us, listen.lag_us) == (0, 1_000_000)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('key = "2"', 'key = "1"', "In “Two things”, two principles have the key “1”."),
        ('key = "2"', 'key = "J"', "In “Two things”, the principle “Listening” has the key “J”: a key is a digit from 1 to 9."),
        ('id = "listen"', 'id = "look"', "Two principles have the id “look”."),
        ('name = "Listening"', 'name = "looking"', "In “Two things”, two principles are called “looking”."),
        ('shape = "square"', 'shape = "circle"', "In “Two things”, two principles are marked by “#0072B2 circle”."),
        ('shape = "square"', 'shape = "star"', "has the shape “star”: possible are circle, diamond"),
        ('colour = "#0072B2"', 'colour = "red"', "has the colour “red”: possible are #0072B2"),
        ("lead = 2.5", "lead = -1", "“lead” in “Two things”, “Looking” should be greater than or equal to 0."),
        ("lead = 2.5", "lead = 61", "“lead” in “Two things”, “Looking” should be less than or equal to 60."),
        ("lead = 2.5", "lead = nan", "“lead” in “Two things”, “Looking” should be a number of seconds."),
        ("lead = 2.5", "lead = 'soon'", "“lead” in “Two things”, “Looking” should be a number of seconds."),
        ("lead = 0\nlag = 1", "lead = 0\nlag = 0", "the principle “Listening” has neither lead nor lag"),
        ('example = "An ear."\n', "", "“example” is missing in “Two things”, “Listening”."),
        ('example = "An ear."', 'example = "An ear."\nsound = "x"', "“sound” is not known in “Two things”, “Listening”."),
        ('name = "Listening"', 'name = ""', "“name” in “Two things”, “listen” should not be empty."),
        ('id = "listen"', 'id = "../listen"', "“id” in “Two things”, “Listening” should be made of small letters, digits and hyphens."),
        ('name = "Listening"', r'name = "a\nb"', "should stand on one line."),
        ('roles = ["interaction"]', 'roles = ["party"]', "should be 'interaction', 'review' or 'supervision'."),
        ("clips = 5", "clips = 0", "“clips” should be greater than or equal to 1."),
        ("version = 3", "version = true", "“version” should be a valid integer."),
        ("format = 1", "format = 2", "It was written for a newer version of VIG Tool."),
        ("format = 1\n", "", "“format” is missing."),
        ("format = 1", "format = ", "Line 2: what stands after “=” cannot be read; words need quotation marks around them."),
        ('example = "An ear."', 'example = "An ear.', "Line 34: a quotation mark is missing, or a sign stands here that cannot be used."),
        ("[[schemes.principles]]", "[[schemes.principles]", "Line 17: “]]” is missing."),
        ('id = "wishes"', 'id = "dreams"', "“id” in “Wishes” should be 'feelings', 'thoughts', 'wishes' or 'intentions'."),
        ('[{ id = "count", name = "Times a day", hint = "A number." }]', "[]", "“goal_kinds” should have at least 1 item"),
        ('[{ id = "count", name = "Times a day", hint = "A number." }]', "7", "“goal_kinds” should be a valid tuple."),
    ],
)
def test_a_bad_pack_is_refused_with_a_sentence_that_finds_the_place(old: str, new: str, said: str) -> None:
    assert said in refused(changed(old, new))


def test_the_fault_alone_is_said() -> None:
    assert refused(changed('example = "An ear."\n', "")) == "Line 27: “example” is missing in “Two things”, “Listening”."


def test_two_schemes_with_one_id() -> None:
    half = SMALL[SMALL.index("[[schemes]]") :].replace('"look"', '"look-2"').replace('"listen"', '"listen-2"')
    assert refused(SMALL + half) == "Line 38: Two schemes have the id “two”."


def test_many_faults_are_counted() -> None:
    assert refused("format = 1\n").endswith("And 3 more.")


@pytest.mark.parametrize("text", ["", "[" * 5000, "x" * 300_000, "format = 1\nschemes = [1, [], {}]", "id = 1\x00"])
def test_what_is_no_pack_is_refused(text: str) -> None:
    assert refused(text)
