"""Jobs run off the UI thread, always end, tell it there, and leave no thread behind; the tray shows only what lasts."""

from __future__ import annotations

import io
import threading
import time

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.announce import Announcer
from app.notices import CRASH_SENTENCE, Notices, write_details
from app.tasks import Tasks
from app.widgets.job_tray import JobTray
from app.widgets.notice_bar import NoticeBar
from tests.gui.desk import dressed as dressed
from vig_tool.errors import BadInput, Cancelled
from vig_tool.jobs import Job, Progress
from vig_tool.work.changes import Changes


class Listener(QObject):
    def __init__(self) -> None:
        super().__init__()
        self.heard: list[object] = []
        self.threads: set[int] = set()

    def hear(self, what: object = None) -> None:
        self.heard.append(what)
        self.threads.add(threading.get_ident())


def _wait_for_cancel(job: Job) -> None:
    while True:
        job.check()
        time.sleep(0.005)


def test_a_result_comes_back_in_the_ui_thread(qtbot: QtBot) -> None:
    tasks, listener = Tasks(), Listener()
    with qtbot.waitSignal(tasks.ended, timeout=2000):
        tasks.run(lambda _job: threading.get_ident(), title="Counting", done=listener.hear)
    assert listener.heard != [threading.get_ident()]
    assert listener.threads == {threading.get_ident()}
    assert tasks.running == ()


def test_trouble_without_a_listener_goes_to_the_notices(qtbot: QtBot) -> None:
    tasks = Tasks()

    def work(_job: Job) -> None:
        raise BadInput("That is no film.")

    with qtbot.waitSignal(tasks.troubled, timeout=2000) as told:
        tasks.run(work)
    assert told.args is not None
    assert str(told.args[0]) == "That is no film."


def test_cancelling_ends_a_task_once_and_says_so(qtbot: QtBot) -> None:
    tasks, listener = Tasks(), Listener()
    task = tasks.run(_wait_for_cancel, title="Long", cancelled=listener.hear, done=listener.hear)
    with qtbot.waitSignal(task.ended, timeout=2000):
        task.cancel()
    assert listener.heard == [None]


def test_progress_is_told_in_the_ui_thread(qtbot: QtBot) -> None:
    tasks, listener = Tasks(), Listener()
    started = threading.Event()

    def work(job: Job) -> None:
        started.wait(2)
        job.report(1, "sealing")

    task = tasks.run(work, title="Sealing")
    task.progressed.connect(listener.hear)
    with qtbot.waitSignal(task.ended, timeout=2000):
        started.set()
    assert listener.heard == [Progress(part=1, doing="sealing")]
    assert listener.threads == {threading.get_ident()}


def test_closing_joins_every_thread_and_tells_nothing_more(qtbot: QtBot) -> None:
    tasks, listener = Tasks(), Listener()
    for _ in range(3):
        tasks.run(_wait_for_cancel, title="Long", cancelled=listener.hear)
    tasks.close()
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("task: ")]
    qtbot.wait(20)
    assert listener.heard == []


def test_the_tray_shows_only_what_lasts(dressed: QApplication, qtbot: QtBot) -> None:
    tasks, tray = Tasks(), JobTray()
    qtbot.addWidget(tray)
    tasks.started.connect(tray.began)
    tasks.ended.connect(tray.ended)
    with qtbot.waitSignal(tasks.ended, timeout=2000):
        tasks.run(lambda _job: None, title="Quick")
    assert tray.isHidden()
    slow = tasks.run(_wait_for_cancel, title="Taking in the film")
    qtbot.wait(200)
    assert tray.isHidden()
    qtbot.waitUntil(tray.isVisible, timeout=2000)
    assert [line.title.words for line in tray.lines] == ["Taking in the film"]
    with qtbot.waitSignal(slow.ended, timeout=2000):
        tray.lines[0].cancel.click()
    qtbot.waitUntil(tray.isHidden, timeout=2000)


def test_quiet_tasks_never_show(dressed: QApplication, qtbot: QtBot) -> None:
    tasks, tray = Tasks(), JobTray()
    qtbot.addWidget(tray)
    tasks.started.connect(tray.began)
    tasks.run(_wait_for_cancel)
    assert tray.lines == ()
    assert tasks.busy == ()
    tasks.close()


def test_what_the_user_can_act_on_is_said_as_it_is(dressed: QApplication, qtbot: QtBot) -> None:
    notices, bar = Notices(), NoticeBar()
    qtbot.addWidget(bar)
    notices.said.connect(bar.show_line)
    notices.trouble(BadInput("The question is empty.", advice="Write what the parent hopes for."))
    assert (bar.sentence.words, bar.advice.words) == ("The question is empty.", "Write what the parent hopes for.")
    assert not bar.isHidden()
    notices.trouble(Cancelled())
    assert bar.sentence.words == "The question is empty."


def test_a_bug_is_said_calmly_and_its_details_hold_no_names(capsys: pytest.CaptureFixture[str], qtbot: QtBot) -> None:
    notices, heard = Notices(), []
    notices.said.connect(lambda *what: heard.append(what))
    try:
        raise ValueError("Anna Example, /home/anna/film.mp4")
    except ValueError as bug:
        notices.trouble(bug)
        out = io.StringIO()
        write_details(bug, out)
    assert heard[0][1] == CRASH_SENTENCE
    assert "ValueError" in out.getvalue()
    assert "test_tasks.py" in out.getvalue()
    assert "anna" not in (out.getvalue() + capsys.readouterr().err).lower()


def test_an_offer_is_done_once(dressed: QApplication, qtbot: QtBot) -> None:
    bar, done = NoticeBar(), []
    qtbot.addWidget(bar)
    bar.show_offer("Removed.", "Undo", lambda: done.append(1))
    bar.button.click()
    bar.button.click()
    assert done == [1]
    assert bar.isHidden()


def test_changes_are_announced_with_who_made_them(qtbot: QtBot) -> None:
    announcer, heard, initiator = Announcer(), [], QObject()
    announcer.changed.connect(lambda changes, who: heard.append((changes, who)))
    changes = Changes(kinds=frozenset({"moment"}))
    announcer.announce(changes, initiator)
    announcer.announce(Changes(), initiator)
    assert heard == [(changes, initiator)]
