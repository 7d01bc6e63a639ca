"""What a guider would see in the two sample films: the moments, clips and words of the practice family."""

from __future__ import annotations

from dataclasses import dataclass

from vig_tool.timing import SECOND, Span


@dataclass(frozen=True, slots=True)
class Seen:
    """A moment of a sample film (`start`, `end` in seconds); with a `title` it is chosen as a clip, with `words` it was talked about."""

    start: float
    end: float
    principles: tuple[str, ...]
    actor: str
    note: str = ""
    chain_role: str | None = None
    channel: str | None = None
    star: bool = False
    private: bool = False
    title: str = ""
    caption: str = ""
    words: str = ""
    feelings: str = ""

    @property
    def span(self) -> Span:
        return Span.of_us(round(self.start * SECOND), round(self.end * SECOND))


FIRST_FILM = (
    Seen(
        2.0,
        6.0,
        ("turns",),
        "both",
        "She rolls it, he holds it, looks up and coos. She answers.",
        star=True,
        title="You wait, and he answers",
        caption="The ball arrives, and he looks up at you.",
        words="I never saw him look up like that.",
        feelings="Warm. A bit proud.",
    ),
    Seen(11.6, 14.2, ("expression",), "parent", "Her face opens when he laughs.", channel="face"),
    Seen(
        16.0,
        20.0,
        ("turns", "attentive"),
        "both",
        "Her hands stay open until he lets go.",
        star=True,
        title="Open hands",
        caption="You keep your hands open until he is ready.",
        words="I did not rush him.",
        feelings="Calm.",
    ),
    Seen(26.0, 34.0, ("following",), "parent", "He turns to the bear. She looks where he looks.", chain_role="reception", channel="gaze"),
)

SECOND_FILM = (
    Seen(3.2, 6.4, ("turns",), "both", "She answers his coo before the ball comes back.", chain_role="response", channel="voice"),
    Seen(12.0, 14.4, ("expression",), "both", "Laughing together.", channel="face"),
    Seen(18.6, 20.6, ("attentive",), "parent", "Tired for a moment. A shorter game next time?", private=True),
    Seen(
        26.2,
        33.0,
        ("following", "attentive"),
        "parent",
        "He turns to the bear; she waits and looks where he looks.",
        chain_role="reception",
        channel="gaze",
        star=True,
        title="He shows you the bear",
        caption="He turns to the bear, and you go with him.",
    ),
    Seen(35.0, 39.0, ("attentive",), "parent", "She names what he does.", channel="words"),
    Seen(
        48.4,
        55.6,
        ("turns",),
        "both",
        "Each turn a little quicker, both smiling.",
        chain_role="initiative",
        star=True,
        title="To and fro",
        caption="To you, to him, to you.",
    ),
    Seen(62.4, 69.0, ("play", "expression"), "both", "Peek-a-boo. He waits for her face to come back.", star=True),
    Seen(
        75.0,
        82.0,
        ("touch",),
        "child",
        "He comes over by himself, and she opens her arms.",
        chain_role="initiative",
        channel="touch",
        star=True,
        title="Coming close",
        caption="He comes to you.",
    ),
)
