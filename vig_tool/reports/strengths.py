"""The record of strengths: what the family keeps. Their questions, the pictures they chose from, their own words, and how they grew."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import date

from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, KeepTogether, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from vig_tool.reports.sheet import (
    BOLD,
    LINE,
    PAPER,
    PLAIN,
    SOFT,
    TEAL,
    WARM,
    Celebration,
    Growth,
    Quote,
    RoundPicture,
    draw_mark,
    marked_up,
    style,
    use_fonts,
)


@dataclass(frozen=True, slots=True)
class ClipStrength:
    """A clip that was looked at together: its title, what is to be seen in it, its picture (PNG), and what the parent said."""

    title: str
    seen: str = ""
    still_png: bytes | None = None
    parents_words: str = ""


@dataclass(frozen=True, slots=True)
class GoalStrength:
    """A goal (`kind`: narrative, scale 0–10, count per day), its first and latest number if it has any, and what there was to celebrate.

    Numbers are printed only where they rose: this is a record of strengths.
    """

    text: str
    kind: str
    first: int | None = None
    latest: int | None = None
    celebrations: tuple[str, ...] = ()

    @property
    def rose(self) -> bool:
        return self.first is not None and self.latest is not None and self.latest > self.first


@dataclass(frozen=True, slots=True)
class CycleStrengths:
    """One film and its review, under the parent's helping question."""

    number: int
    question: str
    reviewed_on: date | None = None
    clips: tuple[ClipStrength, ...] = ()
    goals: tuple[GoalStrength, ...] = ()


@dataclass(frozen=True, slots=True)
class StrengthsRecord:
    """All that is printed; nothing else is known here, so nothing else can get out."""

    family_code: str
    programme_name: str
    made_on: date
    cycles: tuple[CycleStrengths, ...]


_MARGIN = 24 * mm
_WIDTH = A4[0] - 2 * _MARGIN
_FRAME = 6  # points that reportlab's frame keeps free inside its own margin
_PICTURE, _LARGE_PICTURE, _TALLEST, _GAP = 82 * mm, 118 * mm, 74 * mm, 8 * mm
_TITLE = style(28, 34, colour=TEAL, font=BOLD, after=3 * mm)
_SUBTITLE = style(10.5, 15, colour=SOFT, after=8 * mm)
_SMALL_HEADING = style(12.5, 18, colour=TEAL, font=BOLD, before=2 * mm, after=2 * mm)
_NUMBERS = style(11.5, 17, colour=TEAL, font=BOLD, after=1.5 * mm)
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")


def strengths_pdf(record: StrengthsRecord) -> bytes:
    """The record as a PDF (A4, letters embedded). The same record gives the same bytes; signs our letters lack are left out."""
    use_fonts()
    pages = _build(record, pages=0)[1]
    return _build(record, pages=pages)[0]


def _build(record: StrengthsRecord, *, pages: int) -> tuple[bytes, int]:
    target = io.BytesIO()

    def decorate(canvas: Canvas, document: SimpleDocTemplate) -> None:
        made = record.made_on
        canvas.setDateFormatter(lambda *_: f"D:{made:%Y%m%d}000000Z")
        canvas.setCreator("VIG Tool")
        canvas.setProducer("VIG Tool")
        _decorate(canvas, record, page=document.page, pages=pages)

    document = SimpleDocTemplate(
        target,
        pagesize=A4,
        leftMargin=_MARGIN - _FRAME,
        rightMargin=_MARGIN - _FRAME,
        topMargin=22 * mm,
        bottomMargin=24 * mm,
        title="A record of strengths",
        author="",
        subject="",
        invariant=True,
        lang="en",
        displayDocTitle=True,
        initialFontName=PLAIN,
    )
    document.build(_story(record), onFirstPage=decorate, onLaterPages=decorate)
    return target.getvalue(), document.page


def _decorate(canvas: Canvas, record: StrengthsRecord, *, page: int, pages: int) -> None:
    canvas.saveState()
    canvas.setFillColor(PAPER)
    canvas.rect(0, 0, *A4, stroke=0, fill=1)
    canvas.setStrokeColor(LINE)
    canvas.setLineWidth(0.6)
    canvas.line(_MARGIN, 17 * mm, A4[0] - _MARGIN, 17 * mm)
    canvas.setFillColor(SOFT)
    canvas.setFont(PLAIN, 8.5)
    canvas.drawString(_MARGIN, 12 * mm, f"A record of strengths · {record.family_code}")
    canvas.drawRightString(A4[0] - _MARGIN, 12 * mm, f"{page} of {pages}")
    if page == 1:
        draw_mark(canvas, A4[0] - _MARGIN - 19 * mm, A4[1] - 38 * mm, 14 * mm)
    canvas.restoreState()


# ── the story, from top to bottom ─────────────────────────────────────────────────────────────────────────────────────────────


def _story(record: StrengthsRecord) -> list[Flowable]:
    told = [cycle for cycle in record.cycles if cycle.question.strip() or cycle.clips or cycle.goals]
    story: list[Flowable] = [
        _text("A record of strengths", _TITLE),
        _text(" · ".join((f"Family {record.family_code}", record.programme_name, _day(record.made_on))), _SUBTITLE),
    ]
    if any(cycle.clips for cycle in told):
        story.append(
            _text(
                "These are moments from your own films. They were chosen because they show what you do well together. "
                "The words in large letters are yours.",
                style(12, 18.5, after=4 * mm),
            )
        )
    for cycle in told:
        story += _cycle(cycle)
    closing = "These moments happened because of you. They are yours to keep." if told else "The first pages are still to be filled."
    ending = [Spacer(0, 10 * mm), _text(closing, style(13, 19, colour=TEAL, font=BOLD))]
    return [*story, KeepTogether(ending)]


def _cycle(cycle: CycleStrengths) -> list[Flowable]:
    when = f" · looked at together on {_day(cycle.reviewed_on)}" if cycle.reviewed_on else ""
    heading: list[Flowable] = [
        Spacer(0, 7 * mm),
        _text(f"Film {cycle.number}{when}", style(9.5, 14, colour=WARM, font=BOLD, after=1.5 * mm)),
    ]
    if cycle.question.strip():
        heading.append(_text(f"“{_unquoted(cycle.question)}”", style(18, 25, colour=TEAL, font=BOLD, after=5 * mm)))
    blocks = [_clip(clip) for clip in cycle.clips]
    if cycle.goals:
        blocks.append([_text("What you set out to do", _SMALL_HEADING), *_goal(cycle.goals[0])])
        blocks += [_goal(goal) for goal in cycle.goals[1:]]
    if not blocks:
        return [KeepTogether(heading)]
    # The question never stands alone at the foot of a page.
    return [KeepTogether([*heading, *blocks[0]]), *(KeepTogether(block) for block in blocks[1:])]


def _clip(clip: ClipStrength) -> list[Flowable]:
    title: list[Flowable] = [_text(clip.title, style(12.5, 17, font=BOLD, after=1 * mm))] if clip.title.strip() else []
    seen: list[Flowable] = [_text(clip.seen, style(10.5, 15.5, colour=SOFT, after=2.5 * mm))] if clip.seen.strip() else []
    words = _quotes(clip.parents_words)
    after = Spacer(0, 8 * mm)
    if clip.still_png is None:
        return [*title, *seen, *words, after]
    picture = RoundPicture(clip.still_png, width=_PICTURE, height=_TALLEST)
    ways = [([*title, *seen, *words], []), ([*title, *seen], words)] if seen else [([*title, *words], [])]
    for beside, below in ways:
        if _height(beside, _WIDTH - picture.width - _GAP) <= max(picture.height, 40 * mm):
            return [_side_by_side(picture, beside), *([Spacer(0, 3 * mm), *below] if below else []), after]
    large = RoundPicture(clip.still_png, width=_LARGE_PICTURE, height=_TALLEST)
    return [large, Spacer(0, 3 * mm), *title, *seen, *words, after]


def _goal(goal: GoalStrength) -> list[Flowable]:
    lines: list[Flowable] = [_text(goal.text, style(11.5, 17, after=1.5 * mm))]
    if goal.rose and goal.first is not None and goal.latest is not None:
        if goal.kind == "scale" and 0 <= goal.first < goal.latest <= 10:
            lines.append(Growth(goal.first, goal.latest, width=_PICTURE))
        elif goal.kind == "count":
            lines.append(_text(f"From {goal.first} to {_times(goal.latest)} a day", _NUMBERS))
    warm = style(11.5, 17, after=1.5 * mm)
    warm.leftIndent = 16
    lines += [Celebration(marked_up(celebration), warm) for celebration in goal.celebrations if marked_up(celebration)]
    return [*lines, Spacer(0, 4 * mm)]


def _side_by_side(picture: RoundPicture, beside: list[Flowable]) -> Flowable:
    if not beside:
        return picture
    table = Table([[picture, beside]], colWidths=[picture.width + _GAP, _WIDTH - picture.width - _GAP], hAlign="LEFT")
    none = [(f"{side}PADDING", (0, 0), (-1, -1), 0) for side in ("LEFT", "RIGHT", "TOP", "BOTTOM")]
    table.setStyle(TableStyle([*none, ("VALIGN", (0, 0), (-1, -1), "TOP"), ("FONTNAME", (0, 0), (-1, -1), PLAIN)]))
    return table


def _quotes(words: str) -> list[Flowable]:
    large = style(14.5, 21, colour=TEAL, before=1 * mm, after=2 * mm)
    large.leftIndent = 10
    said = [part for part in words.replace("\r\n", "\n").split("\n\n") if marked_up(part)]
    return [Quote(marked_up(f"“{_unquoted(part)}”"), large) for part in said]


def _height(flowables: list[Flowable], width: float) -> float:
    return sum(flowable.wrap(width, 10 * A4[1])[1] + flowable.getSpaceBefore() + flowable.getSpaceAfter() for flowable in flowables)


def _text(text: str, how: ParagraphStyle) -> Paragraph:
    return Paragraph(marked_up(text), how)


def _unquoted(text: str) -> str:
    """Somebody may have typed the quotation marks themselves."""
    return text.strip().strip("“”„\"«»").strip()


def _times(number: int) -> str:
    return "once" if number == 1 else f"{number} times"


def _day(day: date) -> str:
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
