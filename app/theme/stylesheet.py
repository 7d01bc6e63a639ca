"""The style sheet and the Qt palette, both made from the tokens, for the whole application or for one part of it."""

from __future__ import annotations

from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from app.theme.theme import Theme, remember_theme
from app.theme.tokens import AROUND_PICTURE, Radius, Size, Space, Text, mixed


def apply_theme(holder: QApplication | QWidget, theme: Theme) -> None:
    """Dresses the application, or one window or room of it (the film room stays dark in a light window)."""
    remember_theme(holder, theme)
    palette = qt_palette(theme)
    holder.setPalette(palette)
    if isinstance(holder, QApplication):
        holder.setFont(theme.font(Text.BODY))
    holder.setStyleSheet(style_sheet(theme))


def qt_palette(theme: Theme) -> QPalette:
    look = theme.palette
    roles = {
        QPalette.ColorRole.Window: look.paper,
        QPalette.ColorRole.WindowText: look.ink,
        QPalette.ColorRole.Base: look.surface,
        QPalette.ColorRole.AlternateBase: look.sunk,
        QPalette.ColorRole.Text: look.ink,
        QPalette.ColorRole.Button: look.surface,
        QPalette.ColorRole.ButtonText: look.ink,
        QPalette.ColorRole.BrightText: look.danger,
        QPalette.ColorRole.ToolTipBase: look.surface,
        QPalette.ColorRole.ToolTipText: look.ink,
        QPalette.ColorRole.PlaceholderText: look.soft_ink,
        QPalette.ColorRole.Highlight: look.accent,
        QPalette.ColorRole.HighlightedText: look.on_accent,
        QPalette.ColorRole.Link: look.accent,
        QPalette.ColorRole.LinkVisited: look.accent,
        QPalette.ColorRole.Light: look.surface,
        QPalette.ColorRole.Mid: look.line,
        QPalette.ColorRole.Dark: look.soft_ink,
    }
    palette = QPalette()
    for role, colour in roles.items():
        palette.setColor(role, QColor(colour))
    for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(mixed(look.soft_ink, look.paper, 0.35)))
    return palette


def style_sheet(theme: Theme) -> str:
    """Widgets say what they are by the property `kind` (or `tone` for text); sizes follow the user's text size."""
    look, px, text = theme.palette, theme.px, theme.text_px
    faint = mixed(look.soft_ink, look.paper, 0.35)
    pressed = mixed(look.accent, look.ink, 0.2)
    field_edge = mixed(look.line, look.soft_ink, 0.45)
    hover = mixed(look.surface, look.ink, 0.05)
    control = (
        f"min-height: {px(Size.TARGET) - 2 * px(Space.HAIR) - 2}px; padding: {px(Space.HAIR)}px {px(Space.MEDIUM)}px;"
        f" border-radius: {px(Radius.CONTROL)}px;"
    )
    return f"""
QWidget {{ color: {look.ink}; font-size: {text(Text.BODY)}px; }}
QMainWindow, QDialog, QWidget[kind="room"], QWidget[kind="paper"] {{ background: {look.paper}; }}
QFrame[kind="card"], QWidget[kind="surface"] {{ background: {look.surface}; }}
QFrame[kind="card"] {{ border: 1px solid {look.line}; border-radius: {px(Radius.CARD)}px; }}
QFrame[kind="card"][waiting="true"] {{ background: transparent; border: 2px dashed {field_edge}; }}
QFrame[kind="card"][over="true"] {{ background: {look.accent_soft}; border: 2px dashed {look.accent}; }}
QFrame[kind="card"][opens="true"]:hover {{ border-color: {look.soft_ink}; }}
QFrame[kind="card"][selected="true"] {{ background: {look.accent_soft}; border: 2px solid {look.accent}; }}
QFrame[kind="card"]:focus {{ border: 2px solid {look.accent}; }}
QFrame[kind="sunk"], QWidget[kind="sunk"] {{ background: {look.sunk}; border-radius: {px(Radius.CONTROL)}px; }}
QFrame[kind="rail"] {{ background: {look.sunk}; border-right: 1px solid {look.line}; }}
QFrame[kind="header"] {{ background: {look.paper}; border-bottom: 1px solid {look.line}; }}
QFrame[kind="tray"] {{ background: {look.surface}; border-top: 1px solid {look.line}; }}
QFrame[kind="notice"] {{ background: {look.accent_soft}; border-top: 1px solid {look.line}; }}
QFrame[kind="notice"][tone="trouble"] {{ background: {look.surface}; border-left: 4px solid {look.danger}; }}
QFrame[kind="line"] {{ background: {look.line}; max-height: 1px; min-height: 1px; border: none; }}
QWidget[kind="film"] {{ background: {AROUND_PICTURE}; }}

QLabel {{ background: transparent; }}
QLabel[tone="small"] {{ font-size: {text(Text.SMALL)}px; }}
QLabel[tone="soft"] {{ color: {look.soft_ink}; }}
QLabel[tone="quiet"] {{ color: {look.soft_ink}; font-size: {text(Text.SMALL)}px; }}
QLabel[tone="heading"] {{ font-weight: 600; }}
QLabel[tone="lead"] {{ font-size: {text(Text.LEAD)}px; }}
QLabel[tone="title"] {{ font-size: {text(Text.TITLE)}px; }}
QLabel[tone="review"] {{ font-size: {text(Text.REVIEW)}px; }}
QLabel[tone="danger"] {{ color: {look.danger}; }}
QLabel[tone="code"] {{ font-size: {text(Text.LEAD)}px; font-weight: 600; letter-spacing: 1px; }}

QPushButton {{ background: {look.surface}; border: 1px solid {look.line}; {control} }}
QPushButton:hover {{ background: {hover}; border-color: {look.soft_ink}; }}
QPushButton:pressed {{ background: {look.accent_soft}; }}
QPushButton:checked {{ background: {look.accent_soft}; border-color: {look.accent}; }}
QPushButton:disabled {{ color: {faint}; background: transparent; }}
QPushButton:focus {{ border: 2px solid {look.accent}; padding: {px(Space.HAIR) - 1}px {px(Space.MEDIUM) - 1}px; }}
QPushButton[kind="main"] {{ background: {look.accent}; border-color: {look.accent}; color: {look.on_accent}; font-weight: 600; }}
QPushButton[kind="main"]:hover, QPushButton[kind="main"]:pressed {{ background: {pressed}; }}
QPushButton[kind="main"]:disabled {{ background: {look.sunk}; border-color: {look.line}; color: {faint}; }}
QPushButton[kind="main"]:focus {{ border: 2px solid {look.ink}; }}
QPushButton[grade="large"] {{ min-height: {px(Size.TARGET_PRINCIPLE) - 2}px; padding: 0px {px(Space.WIDE)}px; }}
QPushButton[grade="review"] {{ min-height: {px(Size.TARGET_REVIEW) - 2}px; padding: 0px {px(Space.BROAD)}px;
    font-size: {text(Text.LEAD)}px; border-radius: {px(Radius.CARD)}px; }}
QPushButton[kind="plain"] {{ background: transparent; border-color: transparent; color: {look.accent}; }}
QPushButton[kind="plain"]:hover {{ background: {look.accent_soft}; }}
QPushButton[kind="plain"]:disabled {{ color: {faint}; }}
QPushButton[kind="link"] {{ background: transparent; border: 2px solid transparent; padding: {px(Space.HAIR)}px 0px; text-align: left;
    color: {look.accent}; }}
QPushButton[kind="link"]:hover {{ text-decoration: underline; }}
QPushButton[kind="link"]:focus {{ border: 2px solid {look.accent}; padding: {px(Space.HAIR)}px 0px; }}
QPushButton[kind="number"], QPushButton[kind="number"]:focus {{ padding: {px(Space.HAIR)}px 0px; }}
QPushButton[kind="danger"] {{ color: {look.danger}; }}
QPushButton[kind="danger"]:hover {{ border-color: {look.danger}; }}
QPushButton[kind="plain"]:focus, QPushButton[kind="danger"]:focus {{ border: 2px solid {look.accent}; }}

QToolButton {{ background: transparent; border: 1px solid transparent; border-radius: {px(Radius.CONTROL)}px;
    min-width: {px(Size.TARGET) - 2}px; min-height: {px(Size.TARGET) - 2}px; padding: 0px; }}
QToolButton:hover {{ background: {mixed(look.sunk, look.ink, 0.06)}; }}
QToolButton:checked {{ background: {look.accent_soft}; }}
QToolButton:disabled {{ color: {faint}; }}
QToolButton:focus {{ border: 2px solid {look.accent}; }}
QToolButton[kind="rail"] {{ font-size: {text(Text.SMALL)}px; min-width: {px(Size.RAIL) - 2 * px(Space.HAIR)}px; border-width: 2px;
    max-width: {px(Size.RAIL) - 2 * px(Space.HAIR)}px; min-height: {px(Size.RAIL) - px(Space.SMALL)}px; color: {look.soft_ink}; }}
QToolButton[kind="rail"]:checked {{ color: {look.accent}; background: {look.accent_soft}; }}
QToolButton::menu-indicator {{ image: none; width: 0px; }}

QLineEdit, QPlainTextEdit, QTextEdit, QDateEdit, QSpinBox, QComboBox {{ background: {look.surface}; border: 1px solid {field_edge};
    border-radius: {px(Radius.CONTROL)}px; padding: {px(Space.HAIR)}px {px(Space.SMALL)}px; min-height: {px(Size.TARGET) - 10}px;
    selection-background-color: {look.accent}; selection-color: {look.on_accent}; placeholder-text-color: {look.soft_ink}; }}
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QDateEdit:focus, QSpinBox:focus, QComboBox:focus {{
    border: 2px solid {look.accent}; padding: {px(Space.HAIR) - 1}px {px(Space.SMALL) - 1}px; }}
QLineEdit:disabled, QSpinBox:disabled, QComboBox:disabled {{ color: {faint}; background: {look.sunk}; }}
QComboBox QAbstractItemView {{ background: {look.surface}; border: 1px solid {look.line}; selection-background-color: {look.accent_soft};
    selection-color: {look.ink}; outline: none; }}
QListView, QTreeView, QTableView, QScrollArea {{ background: transparent; border: none; }}
QListView, QTreeView, QTableView {{ outline: none; border: 2px solid transparent; border-radius: {px(Radius.CONTROL)}px; }}
QListView:focus, QTreeView:focus, QTableView:focus {{ border-color: {look.accent}; }}
QListView::item, QTreeView::item {{ min-height: {px(Size.TARGET)}px; padding: 0px {px(Space.SMALL)}px;
    border-radius: {px(Radius.CONTROL)}px; }}
QListView::item:hover, QTreeView::item:hover {{ background: {hover}; }}
QListView::item:selected, QTreeView::item:selected {{ background: {look.accent_soft}; color: {look.ink}; }}
QMenu {{ background: {look.surface}; border: 1px solid {look.line}; padding: {px(Space.HAIR)}px; }}
QMenu::item {{ padding: {px(Space.SMALL)}px {px(Space.WIDE)}px {px(Space.SMALL)}px {px(Space.MEDIUM)}px;
    border-radius: {px(Radius.CONTROL)}px; }}
QMenu::item:selected {{ background: {look.accent_soft}; }}
QMenu::item:disabled {{ color: {faint}; }}
QMenu::separator {{ height: 1px; background: {look.line}; margin: {px(Space.HAIR)}px; }}
QToolTip {{ background: {look.surface}; color: {look.ink}; border: 1px solid {look.line}; padding: {px(Space.HAIR)}px; }}

QProgressBar {{ background: {look.sunk}; border: none; border-radius: 3px; max-height: 6px; min-height: 6px; }}
QProgressBar::chunk {{ background: {look.accent}; border-radius: 3px; }}
QSlider {{ min-height: {px(Size.TARGET)}px; border: 2px solid transparent; border-radius: {px(Radius.CONTROL)}px; }}
QSlider:focus {{ border-color: {look.accent}; }}
QSlider::groove:horizontal {{ height: 4px; background: {look.line}; border-radius: 2px; }}
QSlider::sub-page:horizontal {{ background: {look.accent}; border-radius: 2px; }}
QSlider::handle:horizontal {{ background: {look.accent}; width: {px(Space.LARGE)}px; margin: -{px(Space.LARGE) // 2 - 2}px 0px;
    border-radius: {px(Space.LARGE) // 2}px; }}
QScrollBar:vertical {{ background: transparent; width: {px(Space.MEDIUM)}px; margin: 0px; }}
QScrollBar:horizontal {{ background: transparent; height: {px(Space.MEDIUM)}px; margin: 0px; }}
QScrollBar::handle {{ background: {mixed(look.line, look.soft_ink, 0.35)}; border-radius: {px(Space.HAIR)}px; margin: 2px; }}
QScrollBar::handle:vertical {{ min-height: {px(Space.BROAD)}px; }}
QScrollBar::handle:horizontal {{ min-width: {px(Space.BROAD)}px; }}
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page {{ background: none; width: 0px; height: 0px; }}
QSplitter::handle {{ background: {look.line}; }}
"""
