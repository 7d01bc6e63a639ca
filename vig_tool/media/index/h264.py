"""Tells of H.264 films: in streams after start codes, in MP4 and Matroska each piece after its length, in AVI in the order of decoding."""

from __future__ import annotations

from vig_tool.media.exports.nal import Conflict, ParameterSets, length_size, units_in
from vig_tool.media.index.fields import Fields
from vig_tool.media.index.packet_shape import PacketShape
from vig_tool.media.index.told import GOES_ON, KEY, PICTURE, Bytes, Told


class H264Stream:
    """Believes what the container says of key pictures. Raises ValueError or IndexError where the head is not understood."""

    def __init__(self, head: bytes) -> None:
        self._fields = Fields(head)

    def tell(self, packet: Bytes, *, key: bool) -> Told | None:
        return _told(begins=self._fields.begins(bytes(packet)), key=key)


class H264Units:
    """The same for packets of pieces with lengths. Raises ValueError or IndexError where the head is not understood."""

    def __init__(self, head: bytes) -> None:
        self._shape = PacketShape("h264", head)
        sets = ParameterSets("h264")
        try:
            sets.take_from_head(head)
        except Conflict as trouble:
            raise ValueError("the film's head says two things") from trouble
        self._fields = Fields(sets.head())
        self._length = length_size(head, "h264")

    def tell(self, packet: Bytes, *, key: bool) -> Told | None:
        if not self._shape.is_whole(packet):
            return None
        if not self._fields.can_be_fields:
            return KEY if key else PICTURE
        return _told(begins=self._fields.begins_in(units_in(packet, self._length)), key=key)


class H264InOrder:
    """For containers that only know the order of decoding: whole pictures of which each is shown after the one before."""

    def __init__(self, head: bytes) -> None:
        self._fields = Fields(head)

    def tell(self, packet: Bytes, *, key: bool) -> Told | None:
        if not self._fields.rises(bytes(packet)):
            return None
        return KEY if key else PICTURE


def _told(*, begins: bool | None, key: bool) -> Told | None:
    if begins is None:
        return None
    if not begins:
        return GOES_ON
    return KEY if key else PICTURE
