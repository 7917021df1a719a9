"""Processes on this machine that share the work, begun early enough to be there when it is known."""

from __future__ import annotations

import gc
import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import active_children, get_all_start_methods, get_context, parent_process
from threading import Thread, current_thread, main_thread
from typing import TYPE_CHECKING, ParamSpec, TypeVar

if TYPE_CHECKING:
    from types import FrameType

    from svscore.batch.work import Part

FEW = 600
"""Below so many workbooks, starting processes takes longer than they save."""
NEEDED = ("svscore.batch.job", "svscore.batch.reading")
"""What a process imports before its first part."""
_THREADS = "OPENBLAS_NUM_THREADS"
P = ParamSpec("P")
T = TypeVar("T")


@contextmanager
def local_executor(parts: Sequence[Part], jobs: int | None) -> Iterator[Executor | None]:
    """Processes on this machine; ``None`` where one is enough.

    ``jobs`` is how many; by default one for each processor, and none for little work. An archive is little
    unless it is heavy: compiled models take less time than processes to start.
    """
    processes = _most(jobs)
    is_heavy = any(part.is_heavy for part in parts) or sum(len(part.workbooks) for part in parts) >= FEW
    if processes == 1 or len(parts) < 2 or (jobs is None and not is_heavy):
        yield None
        return
    context = get_context("forkserver" if _start_server() else "spawn")
    others = active_children()
    with _Processes(min(processes, len(parts)), mp_context=context, initializer=_begin) as executor:
        try:
            yield executor
        except (KeyboardInterrupt, SystemExit):
            for process in active_children():
                if process not in others:
                    process.terminate()  # a part may take minutes, and who stopped the run waits
            raise


def get_ready(workbooks: int, jobs: int | None) -> None:
    """Start what processes for so many workbooks are forked from, which imports while this one does other things."""
    if _most(jobs) > 1 and workbooks >= FEW:
        _start_server()


def _most(jobs: int | None) -> int:
    return jobs or os.cpu_count() or 1


class _Processes(ProcessPoolExecutor):
    """Begins its processes as work is submitted; one that Ctrl-C kept it from noting could not be ended."""

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        with undisturbed():
            return super().submit(fn, *args, **kwargs)


@contextmanager
def undisturbed() -> Iterator[None]:
    """Put off Ctrl-C, which only the main thread hears, and not where it is ignored."""
    heard = signal.getsignal(signal.SIGINT)
    if current_thread() is not main_thread() or not callable(heard):
        yield
        return
    came: list[FrameType | None] = []
    signal.signal(signal.SIGINT, lambda _number, frame: came.append(frame))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, heard)
    if came:
        heard(signal.SIGINT, came[0])


def _begin() -> None:
    """What a process does before its first part: who stops the run says so, and this one ends with the run."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.freeze()  # what is imported is here to stay: no need to look for cycles among it
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """End when the process of the run has ended, however it did; the pool's processes would wait for it for ever."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _start_server() -> bool:
    """Start the process that others are forked from, if it does not run; whether this system can have one.

    On Linux it imports what they need, once for all; it has a single thread, since others would not survive a fork.
    And it is deaf to Ctrl-C: one that is just beginning would print where.
    """
    if "forkserver" not in get_all_start_methods():
        return False
    from multiprocessing import forkserver, resource_tracker  # noqa: PLC0415 - not on every system

    resource_tracker.ensure_running()  # which would unblock the signal below
    if sys.platform == "linux":  # where it is tested that nothing of it begins a thread
        forkserver.set_forkserver_preload([*NEEDED])
    before = os.environ.get(_THREADS)
    heard = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    os.environ[_THREADS] = "1"  # numpy's library for matrices, which are not used
    try:
        forkserver.ensure_running()
    finally:
        os.environ.pop(_THREADS, None)  # another thread may have done so
        if before is not None:
            os.environ[_THREADS] = before
        signal.pthread_sigmask(signal.SIG_SETMASK, heard)
    return True
