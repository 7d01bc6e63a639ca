"""What a film's container tells of where, when, with what and of whom it was filmed. Kept sealed, never exported."""

from __future__ import annotations

from vig_tool.media.opened import OpenContainer
from vig_tool.media.source import Source

_OF_THE_FILE = frozenset(
    {
        "major_brand",
        "minor_version",
        "compatible_brands",
        "encoder",
        "handler_name",
        "vendor_id",
        "language",
        "duration",
        "bps",
        "number_of_frames",
        "number_of_bytes",
        "timecode",
        "variant_bitrate",
    }
)


def read_tags(source: Source) -> dict[str, str]:
    """Names and values as they stand in the file, without those that only tell how it is stored. Raises FilmRefused, Damaged."""
    found: dict[str, str] = {}
    with OpenContainer(source) as film:
        for tags in (film.container.metadata, *(stream.metadata for stream in film.container.streams)):
            for name, value in tags.items():
                if name.lower() not in _OF_THE_FILE and value.strip():
                    found.setdefault(name, value.strip())
    return found
