"""Options and arguments that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from vig_tool.work.export_choice import Choice

FamilyCode = Annotated[str, typer.Option("--family", metavar="CODE", help="The family's code.")]
CycleNumber = Annotated[int, typer.Option("--cycle", metavar="N", min=1, help="The number of the cycle.")]
MaybeFamily = Annotated[str | None, typer.Option("--family", metavar="CODE", help="Only this family.")]
MaybeCycle = Annotated[int | None, typer.Option("--cycle", metavar="N", min=1, help="Only this cycle of the family.")]
Code = Annotated[str, typer.Argument(metavar="CODE", help="The family's code.")]
RecordingId = Annotated[str, typer.Argument(metavar="ID", help="The recording's id.")]
MomentId = Annotated[str, typer.Argument(metavar="ID", help="The moment's id.")]
ClipId = Annotated[str, typer.Argument(metavar="CLIP", help="The clip's id.")]
GoalId = Annotated[str, typer.Argument(metavar="ID", help="The goal's id.")]
Start = Annotated[str, typer.Option("--start", metavar="TIME", help="Where it starts: seconds (12.48) or HH:MM:SS.mmm.")]
End = Annotated[str, typer.Option("--end", metavar="TIME", help="Where it ends; the picture at this time is no longer inside.")]
NewFile = Annotated[Path, typer.Option("--out", metavar="FILE", help="The file to write.")]
NewPassphraseFile = Annotated[
    Path | None, typer.Option("--new-passphrase-file", metavar="FILE", help="A file with the new passphrase in its first line.")
]
SaveAs = Annotated[
    Choice, typer.Option("--as", help="phone: plays nearly anywhere, up to 1080p. best: full size. small: for a USB stick, up to 720p.")
]
LevelSound = Annotated[bool, typer.Option("--level-sound", help="Make the sound evenly loud; otherwise it stays as filmed.")]
Quick = Annotated[bool, typer.Option("--quick", help="Do not read every byte of every film.")]
