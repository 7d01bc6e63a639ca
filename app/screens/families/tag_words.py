"""How the tags of a film are said: what each is called, places as degrees, times as people write them."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from app.screens.families.phrases import MONTHS

_NAMES = {
    "location": "Place",
    "location.iso6709": "Place",
    "location-eng": "Place",
    "xyz": "Place",
    "location.accuracy.horizontal": "Exact to (metres)",
    "make": "Maker",
    "manufacturer": "Maker",
    "model": "Device",
    "model_name": "Device",
    "device": "Device",
    "com.android.version": "Android",
    "software": "Program",
    "creationdate": "Filmed",
    "creation_time": "Written",
    "date": "Date",
    "author": "Person",
    "artist": "Person",
    "director": "Person",
    "producer": "Person",
    "title": "Title",
    "album": "Album",
    "comment": "Remark",
    "description": "Remark",
    "copyright": "Rights",
    "keywords": "Keywords",
    "genre": "Kind",
}
_MAKERS = ("com.apple.quicktime.", "com.android.", "com.samsung.", "com.microsoft.", "wm/")
_PLACE = re.compile(r"^([+-]\d{1,2}(?:\.\d+)?)([+-]\d{1,3}(?:\.\d+)?)(?:([+-]\d+(?:\.\d+)?))?(?:CRS\w+)?/?$")


def tag_words(name: str, value: str) -> tuple[str, str]:
    """What a tag is called and what it says, in plain words; a name not known here as it is in the file, without its maker's prefix."""
    word = _name(name)
    return word, _place(value) if word == "Place" else _time(value) or value


def _name(name: str) -> str:
    short = name.lower()
    for maker in _MAKERS:
        short = short.removeprefix(maker)
    return _NAMES.get(name.lower()) or _NAMES.get(short) or re.sub(r"[._]+", " ", short).strip().capitalize() or name


def _place(value: str) -> str:
    """"51.5237° north, 0.1585° west" of "+51.5237-000.1585/"."""
    found = _PLACE.match(value)
    if found is None:
        return value
    north, east = float(found[1]), float(found[2])
    words = f"{abs(north):.10g}° {'north' if north >= 0 else 'south'}, {abs(east):.10g}° {'east' if east >= 0 else 'west'}"
    return f"{words}, {float(found[3]):.10g} m high" if found[3] else words


def _time(value: str) -> str:
    """"3 May 2026, 16:05" of a full date and time, on the camera's clock; "" for anything else."""
    if not re.match(r"^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}", value):
        return ""
    try:
        when = datetime.fromisoformat(value)
    except ValueError:
        return ""
    world = ", world time" if when.utcoffset() == timedelta(0) else ""
    return f"{when.day} {MONTHS[when.month - 1]} {when.year}, {when:%H:%M}{world}"
