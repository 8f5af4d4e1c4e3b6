"""Ending a run that the system ends, such as when its window is closed, as Ctrl-C ends it."""

import signal
import threading
from types import FrameType
from typing import NoReturn


def stop_as_asked() -> None:
    """Take SIGTERM and SIGHUP as Ctrl-C, so that nothing half written and no process stays.

    What the user has switched off, as `nohup` does with SIGHUP, stays so.  Windows has no SIGHUP.
    """
    if threading.current_thread() is not threading.main_thread():
        return
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, _stop)


def _stop(number: int, _frame: FrameType | None) -> NoReturn:
    """End the run.  A window that is closed often says so twice: tidying up is not interrupted."""
    signal.signal(number, signal.SIG_IGN)
    raise KeyboardInterrupt
