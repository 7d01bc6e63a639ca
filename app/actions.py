"""Everything that can be done by key or menu, as data. QActions, menus and the key list (`?`) are made from it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Place(StrEnum):
    """Where a key works: everywhere, or in one room."""

    ANYWHERE = "anywhere"
    FAMILIES = "families"
    FILM_ROOM = "film_room"
    SIDE_BY_SIDE = "side_by_side"
    TIME_LINE = "time_line"
    CLIPS = "clips"
    REVIEW = "review"
    GOALS = "goals"
    SCHEMES = "schemes"
    FOUND = "found"


PLACE_NAMES = {
    Place.ANYWHERE: "Everywhere",
    Place.FAMILIES: "Families",
    Place.FILM_ROOM: "Film room",
    Place.SIDE_BY_SIDE: "Side by side",
    Place.TIME_LINE: "Time line, while it has the focus",
    Place.CLIPS: "Clips",
    Place.REVIEW: "Shared review",
    Place.GOALS: "Goals",
    Place.SCHEMES: "Schemes",
    Place.FOUND: "Moments one after the other",
}


@dataclass(frozen=True, slots=True)
class Action:
    """`id` is `area.verb`; `keys` as Qt writes them, the first is shown; `needs` are the words (see `ActionSet.allow`) that must all
    hold; `each_key`: the handler is told which of the keys it was (0-based); `repeats`: goes on while the key is held."""

    id: str
    title: str
    tip: str
    place: Place
    keys: tuple[str, ...] = ()
    needs: frozenset[str] = frozenset()
    each_key: bool = False
    repeats: bool = False


def _needs(*words: str) -> frozenset[str]:
    return frozenset(words)


_ANYWHERE = (
    Action("go.families", "Families", "The families and what is next", Place.ANYWHERE, ("Alt+1",)),
    Action("go.film_room", "Film room", "Watch a film and mark moments", Place.ANYWHERE, ("Alt+2",), _needs("recording")),
    Action("go.clips", "Clips", "The clips chosen for the review", Place.ANYWHERE, ("Alt+3",), _needs("cycle")),
    Action("go.review", "Review", "The shared review with the parent", Place.ANYWHERE, ("Alt+4",), _needs("cycle")),
    Action("go.goals", "Goals", "The goals of this family", Place.ANYWHERE, ("Alt+5",), _needs("family")),
    Action("go.settings", "Settings", "Theme, text size, passphrase, playback", Place.ANYWHERE, ("Alt+6",)),
    Action("edit.undo", "Undo", "Take back the last step", Place.ANYWHERE, ("Ctrl+Z",), _needs("undo"), repeats=True),
    Action("edit.redo", "Redo", "Do it again", Place.ANYWHERE, ("Ctrl+Shift+Z", "Ctrl+Y"), _needs("redo"), repeats=True),
    Action("library.lock", "Lock", "Cover everything and ask for the passphrase", Place.ANYWHERE, ("Ctrl+L",)),
    Action("app.show_keys", "Keys", "All keys of this room", Place.ANYWHERE, ("?", "F1")),
    Action("app.close", "Close", "Close VIG Tool", Place.ANYWHERE, ("Ctrl+Q",)),
)
_FAMILIES = (
    Action("family.add", "Add a family", "A new family, known by a code", Place.FAMILIES, ("Ctrl+N",)),
    Action("cycle.add", "Add a cycle", "The next film and review", Place.FAMILIES, ("Ctrl+Shift+N",), _needs("family")),
    Action("film.import", "Add films", "Choose films for the latest cycle", Place.FAMILIES, ("Ctrl+O",), _needs("cycle")),
    Action("family.show_all", "All families", "Back to the start page", Place.FAMILIES, ("Escape",), _needs("family")),
)
_FILM_ROOM = (
    Action("play.toggle", "Play or pause", "Play, or stop on this picture", Place.FILM_ROOM, ("Space",)),
    Action("play.pause", "Pause", "Stop on this picture", Place.FILM_ROOM, ("K",)),
    Action("play.faster", "Play, faster each time", "1×, then 1.5×, 2×, 4×", Place.FILM_ROOM, ("L",)),
    Action("play.backwards", "Run slowly backwards", "Picture by picture; faster each time", Place.FILM_ROOM, ("J",)),
    Action("play.slower", "Slower", "Down to a quarter of the speed", Place.FILM_ROOM, ("Shift+L", "Shift+J")),
    Action("frame.back", "One frame back", "Exactly one picture earlier", Place.FILM_ROOM, (",",), repeats=True),
    Action("frame.forward", "One frame on", "Exactly one picture later", Place.FILM_ROOM, (".",), repeats=True),
    Action("seek.back", "A second back", "", Place.FILM_ROOM, ("Left",), repeats=True),
    Action("seek.forward", "A second on", "", Place.FILM_ROOM, ("Right",), repeats=True),
    Action("seek.back_far", "Ten seconds back", "", Place.FILM_ROOM, ("Shift+Left",), repeats=True),
    Action("seek.forward_far", "Ten seconds on", "", Place.FILM_ROOM, ("Shift+Right",), repeats=True),
    Action("seek.start", "To the beginning", "", Place.FILM_ROOM, ("Home",)),
    Action("seek.end", "To the end", "", Place.FILM_ROOM, ("End",)),
    Action("moment.tag", "Mark a moment", "With the principle of this number", Place.FILM_ROOM, tuple("123456789"), each_key=True),
    Action("moment.star", "Star", "A candidate for the review", Place.FILM_ROOM, ("S",)),
    Action("moment.previous", "Previous moment", "Show its first picture", Place.FILM_ROOM, ("Up",), repeats=True),
    Action("moment.next", "Next moment", "Show its first picture", Place.FILM_ROOM, ("Down",), repeats=True),
    Action("moment.set_start", "Begin it here", "The moment begins at this picture", Place.FILM_ROOM, ("I",), _needs("moment")),
    Action("moment.set_end", "End it here", "The moment ends after this picture", Place.FILM_ROOM, ("O",), _needs("moment")),
    Action("moment.note", "Write a note", "Typing stops the film", Place.FILM_ROOM, ("N",), _needs("moment")),
    Action("moment.hide", "Private", "Never shown to the parent", Place.FILM_ROOM, ("P",), _needs("moment")),
    Action("moment.choose", "Choose for the review", "Make a clip of this moment", Place.FILM_ROOM, ("C",), _needs("moment")),
    Action("moment.remove", "Remove the moment", "The film stays as it is", Place.FILM_ROOM, ("Del",), _needs("moment")),
    Action("moment.find", "Find moments", "By principle, word, star, goal; also in other films", Place.FILM_ROOM, ("Ctrl+F",)),
    Action("moment.play_all", "Play all that are listed", "One after the other, also of several films", Place.FILM_ROOM, ("Shift+Space",)),
    Action("moment.leave", "Select nothing", "", Place.FILM_ROOM, ("Escape",), _needs("moment")),
    Action("chain.step", "Mark a turn", "Begins a chain of turns; each further press adds a step", Place.FILM_ROOM, ("H",)),
    Action("chain.end", "End the chain", "The next turn begins a new one", Place.FILM_ROOM, ("Shift+H",), _needs("chain")),
    Action("chain.who", "Who acts in this step", "The next one each time", Place.FILM_ROOM, ("Ctrl+H",), _needs("chain")),
    Action("chain.what", "What this step is", "Begins, takes it in, answers", Place.FILM_ROOM, ("Alt+H",), _needs("chain")),
    Action("chain.print", "Print the chain as a strip…", "A page of its pictures, as a PDF", Place.FILM_ROOM, ("Ctrl+P",), _needs("chain")),
    Action("fine.next", "Fine pass", "One starred moment after the other, again and again", Place.FILM_ROOM, ("G",)),
    Action("fine.previous", "Starred moment before", "", Place.FILM_ROOM, ("Shift+G",), _needs("fine")),
    Action("fine.row", "Other words", "What the numbers say: who, place in the chain, seen in", Place.FILM_ROOM, ("Q",), _needs("fine")),
    Action("fine.start_back", "Begin a frame earlier", "", Place.FILM_ROOM, ("Ctrl+Left",), _needs("fine"), repeats=True),
    Action("fine.start_on", "Begin a frame later", "", Place.FILM_ROOM, ("Ctrl+Right",), _needs("fine"), repeats=True),
    Action("fine.end_back", "End a frame earlier", "", Place.FILM_ROOM, ("Alt+Left",), _needs("fine"), repeats=True),
    Action("fine.end_on", "End a frame later", "", Place.FILM_ROOM, ("Alt+Right",), _needs("fine"), repeats=True),
    Action("line.zoom_in", "Time line closer", "Down to single pictures", Place.FILM_ROOM, ("+", "="), repeats=True),
    Action("line.zoom_out", "Time line farther", "", Place.FILM_ROOM, ("-",), repeats=True),
    Action("line.zoom_whole", "Whole film", "The time line shows everything", Place.FILM_ROOM, ("0",)),
    Action("room.fold", "Fold the right side", "More room for the picture", Place.FILM_ROOM, ("F",)),
    Action("still.export", "Save this picture", "As a PNG, where you choose", Place.FILM_ROOM, ("Ctrl+Shift+S",)),
    Action("still.keep", "Keep this picture", "The moment’s best one; beside a moment: as a file", Place.FILM_ROOM, ("E",)),
    Action("look.nearer", "Nearer", "At the pointer; also Ctrl and the wheel", Place.FILM_ROOM, ("Z",), repeats=True),
    Action("look.farther", "Farther", "", Place.FILM_ROOM, ("Alt+Z",), repeats=True),
    Action("look.whole", "The whole picture", "", Place.FILM_ROOM, ("Shift+Z",)),
    Action(
        "look.move", "Move what is seen", "Left, right, up, down; also by dragging", Place.FILM_ROOM,
        ("Alt+Shift+Left", "Alt+Shift+Right", "Alt+Shift+Up", "Alt+Shift+Down"), each_key=True, repeats=True,
    ),
    Action("look.follow", "Near to a face", "Draw a box: the view goes with it; again: no longer", Place.FILM_ROOM, ("V",)),
    Action("look.turn", "Turn the picture", "A quarter to the right; the film stays as it is", Place.FILM_ROOM, ("R",)),
    Action("look.turn_back", "Turn it back", "A quarter to the left", Place.FILM_ROOM, ("Shift+R",)),
    Action("look.light", "Brightness…", "For dark rooms; the film stays as it is", Place.FILM_ROOM, ("Alt+L",)),
    Action("play.loop", "Again and again", "The moment, or the last 5 s; again: goes on", Place.FILM_ROOM, ("A",)),
    Action("draw.begin", "Draw", "An arrow or a circle on this picture, for you alone", Place.FILM_ROOM, ("D",)),
    Action("compare.open", "Side by side…", "With another film of this family", Place.FILM_ROOM, ("B",)),
)
_TIME_LINE = (
    Action("line.extend_back", "Choose one more before", "Or one less, coming back", Place.TIME_LINE, ("Shift+Up",), repeats=True),
    Action("line.extend_on", "Choose one more after", "Or one less, coming back", Place.TIME_LINE, ("Shift+Down",), repeats=True),
    Action("line.choose_all", "Choose all moments", "", Place.TIME_LINE, ("Ctrl+A",)),
    Action("line.remove_all", "Remove all that are chosen", "The film stays as it is", Place.TIME_LINE, ("Del",)),
    Action("line.start_back", "Begin a frame earlier", "", Place.TIME_LINE, ("Ctrl+Left",), repeats=True),
    Action("line.start_on", "Begin a frame later", "", Place.TIME_LINE, ("Ctrl+Right",), repeats=True),
    Action("line.end_back", "End a frame earlier", "", Place.TIME_LINE, ("Alt+Left", "Ctrl+Alt+Left"), repeats=True),
    Action("line.end_on", "End a frame later", "", Place.TIME_LINE, ("Alt+Right", "Ctrl+Alt+Right"), repeats=True),
    Action("line.move_back", "Move a frame earlier", "All that are chosen", Place.TIME_LINE, ("Ctrl+Shift+Left",), repeats=True),
    Action("line.move_on", "Move a frame later", "All that are chosen", Place.TIME_LINE, ("Ctrl+Shift+Right",), repeats=True),
    Action("line.copy_up", "Copy to the lane above", "The moment is of both principles", Place.TIME_LINE, ("Ctrl+Up",)),
    Action("line.copy_down", "Copy to the lane below", "The moment is of both principles", Place.TIME_LINE, ("Ctrl+Down",)),
    Action("line.to_pictures", "Closer, to single pictures", "", Place.TIME_LINE, ("Ctrl++", "Ctrl+=")),
    Action("line.to_chosen", "Closer, to what is chosen", "", Place.TIME_LINE, ("Ctrl+0",)),
    Action("line.page_back", "A page back", "", Place.TIME_LINE, ("PgUp",), repeats=True),
    Action("line.page_on", "A page on", "", Place.TIME_LINE, ("PgDown",), repeats=True),
    Action("line.menu", "Menu of what is chosen", "Also the menu key", Place.TIME_LINE, ("Ctrl+M",)),
)
_SIDE_BY_SIDE = (
    Action("pair.toggle", "Play or stop", "Both, or the one the keys move", Place.SIDE_BY_SIDE, ("Space", "K")),
    Action("pair.back", "One frame back", "", Place.SIDE_BY_SIDE, (",",), repeats=True),
    Action("pair.on", "One frame on", "", Place.SIDE_BY_SIDE, (".",), repeats=True),
    Action("pair.seek_back", "A second back", "", Place.SIDE_BY_SIDE, ("Left",), repeats=True),
    Action("pair.seek_on", "A second on", "", Place.SIDE_BY_SIDE, ("Right",), repeats=True),
    Action("pair.seek_back_far", "Ten seconds back", "", Place.SIDE_BY_SIDE, ("Shift+Left",), repeats=True),
    Action("pair.seek_on_far", "Ten seconds on", "", Place.SIDE_BY_SIDE, ("Shift+Right",), repeats=True),
    Action("pair.start", "To the beginning", "", Place.SIDE_BY_SIDE, ("Home",)),
    Action("pair.switch", "What the keys move", "Both, the left one alone, the right one alone", Place.SIDE_BY_SIDE, ("X",)),
    Action("pair.leave", "To the film room", "", Place.SIDE_BY_SIDE, ("Escape", "B")),
)
_CLIPS = (
    Action("clip.play", "Play this clip", "", Place.CLIPS, ("Space",), _needs("clip")),
    Action("reel.play", "Play as the parent will see it", "All clips, one after the other", Place.CLIPS, ("P", "F5"), _needs("clips")),
    Action("clip.start_back", "Start one frame earlier", "", Place.CLIPS, (",",), _needs("clip"), repeats=True),
    Action("clip.start_on", "Start one frame later", "", Place.CLIPS, (".",), _needs("clip"), repeats=True),
    Action("clip.end_back", "End one frame earlier", "", Place.CLIPS, ("Ctrl+,",), _needs("clip"), repeats=True),
    Action("clip.end_on", "End one frame later", "", Place.CLIPS, ("Ctrl+.",), _needs("clip"), repeats=True),
    Action("clip.previous", "The clip before", "", Place.CLIPS, ("Left", "Up"), _needs("clip"), repeats=True),
    Action("clip.next", "The clip after", "", Place.CLIPS, ("Right", "Down"), _needs("clip"), repeats=True),
    Action("clip.move_earlier", "Earlier in the review", "", Place.CLIPS, ("Ctrl+Left", "Ctrl+Up"), _needs("clip")),
    Action("clip.move_later", "Later in the review", "", Place.CLIPS, ("Ctrl+Right", "Ctrl+Down"), _needs("clip")),
    Action("clip.rename", "Change the title", "", Place.CLIPS, ("F2",), _needs("clip")),
    Action("clip.remove", "Take it out", "The film and the moment stay", Place.CLIPS, ("Del",), _needs("clip")),
    Action("clip.export", "Save this clip…", "As a film file, where you choose", Place.CLIPS, ("Ctrl+E",), _needs("clip")),
    Action("reel.export", "Save all as one film…", "With title and captions", Place.CLIPS, ("Ctrl+Shift+E",), _needs("clips")),
)
_REVIEW = (
    Action("show.toggle", "Play or stop", "", Place.REVIEW, ("Space", "K")),
    Action("show.again", "Again", "This clip from its first picture", Place.REVIEW, ("A", "Home")),
    Action("show.slower", "Slower", "Half speed, and back", Place.REVIEW, ("S", "J")),
    Action("show.frame_back", "One frame back", "", Place.REVIEW, (",", "Left"), repeats=True),
    Action("show.frame_on", "One frame on", "", Place.REVIEW, (".", "Right"), repeats=True),
    Action("show.next", "Next", "The next clip", Place.REVIEW, ("N", "PgDown", "Return")),
    Action("show.previous", "Previous", "The clip before", Place.REVIEW, ("B", "PgUp")),
    Action("show.write", "The parent's words", "Opens a strip to write in", Place.REVIEW, ("P", "W")),
    Action("show.reflect", "Reflection", "Feelings, thoughts, wishes, intentions", Place.REVIEW, ("G", "R")),
    Action("show.leave", "Leave the review", "Coming back goes on here", Place.REVIEW, ("Escape",)),
)
_GOALS = (
    Action("goal.add", "Add a goal", "", Place.GOALS, ("Ctrl+N",), _needs("cycle")),
)
_FOUND = (
    Action("found.toggle", "Play or stop", "", Place.FOUND, ("Space", "K")),
    Action("found.next", "The next one", "", Place.FOUND, ("N", "Right", "Down", "PgDown")),
    Action("found.previous", "The one before", "", Place.FOUND, ("B", "Left", "Up", "PgUp")),
    Action("found.again", "Again", "This one from its first picture", Place.FOUND, ("A", "Home")),
    Action("found.frame_back", "One frame back", "", Place.FOUND, (",",), repeats=True),
    Action("found.frame_on", "One frame on", "", Place.FOUND, (".",), repeats=True),
    Action("found.open", "In the film room", "Go to this moment's film", Place.FOUND, ("F",)),
    Action("found.leave", "Back to the list", "", Place.FOUND, ("Escape",)),
)
_SCHEMES = (
    Action("scheme.save", "Tag so from now on", "Moments already marked keep their name", Place.SCHEMES, ("Ctrl+S",)),
    Action("code.add", "Add a code", "", Place.SCHEMES, ("Ctrl+N",)),
    Action("code.move_up", "Earlier in the palette", "", Place.SCHEMES, ("Alt+Up",)),
    Action("code.move_down", "Later in the palette", "", Place.SCHEMES, ("Alt+Down",)),
    Action("scheme.leave", "Back", "What is not saved yet waits here", Place.SCHEMES, ("Escape",)),
)

ACTIONS = _SCHEMES + _ANYWHERE + _FAMILIES + _FILM_ROOM + _SIDE_BY_SIDE + _TIME_LINE + _CLIPS + _REVIEW + _GOALS + _FOUND


def actions_of(place: Place) -> tuple[Action, ...]:
    return tuple(action for action in ACTIONS if action.place is place)


def action_named(action_id: str) -> Action:
    """Raises KeyError (a bug) for an unknown id."""
    for action in ACTIONS:
        if action.id == action_id:
            return action
    raise KeyError(action_id)
