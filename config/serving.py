"""Serving: granian's own server on a port that was free, with workers that die with their parent."""

import ctypes
import errno
import multiprocessing
import os
import signal
import socket
import sys
from collections.abc import Callable
from importlib import import_module
from typing import Any

import click

from config.port_holder import holder_of
from config.settings import Settings

APPLICATION = "config.app:create_asgi"

_PR_SET_PDEATHSIG = 1
HEAD_WITHIN = 20
"""Seconds for the head of a request; a connection that was used before is closed when it rests as long."""
STOPS_WITHIN = 10
"""Seconds; a worker that has not stopped by then is killed."""


class PortTaken(click.ClickException):
    """Another program listens there; a command says which and ends with code 1."""


def serve(settings: Settings, *, application: str = APPLICATION, announce: Callable[[], None] = lambda: None) -> None:
    """Answer requests until interrupted or terminated; then stop the workers and return.

    `application` names a function without arguments that makes the ASGI application, in each worker. `announce` is
    called once the port is ours. A worker that dies is replaced. Raises PortTaken; ends the program with code 1 when the
    replacement dies within seconds as well: whoever watches the program begins it anew.
    """
    from granian import Granian  # noqa: PLC0415 - only the command that serves should load it
    from granian.constants import HTTPModes, Interfaces  # noqa: PLC0415 - likewise
    from granian.http import HTTP1Settings  # noqa: PLC0415 - likewise
    from granian.log import LogLevels  # noqa: PLC0415 - likewise

    refuse_taken_port(settings)
    server = Granian(
        application,
        address=settings.host,
        port=settings.port,
        interface=Interfaces.ASGI,
        workers=settings.workers,
        websockets=False,
        http=HTTPModes.http1,  # telling it from HTTP/2 would wait for a first byte without end
        http1_settings=HTTP1Settings(header_read_timeout=HEAD_WITHIN * 1000),
        log_level=LogLevels.warning,
        workers_kill_timeout=STOPS_WITHIN,
        respawn_failed_workers=True,
    )
    when_hung_up = signal.getsignal(signal.SIGHUP)

    def started() -> None:
        if when_hung_up is not signal.SIG_IGN:  # a closed terminal ends it; granian would start new workers
            signal.signal(signal.SIGHUP, server.signal_handler_interrupt)
        announce()

    server.on_startup(started)
    server.serve(target_loader=_made_in_worker)


def _made_in_worker(application: str) -> Any:  # noqa: ANN401 - any ASGI application
    die_with_parent()
    _heed_the_order_to_stop()
    if sys.platform == "linux":
        os.setsid()  # Ctrl-C reaches the parent alone, which stops its workers in order
    module, _, name = application.partition(":")
    return getattr(import_module(module), name)()


def _heed_the_order_to_stop() -> None:
    """Until granian listens for it, which is after the application was made, the order to stop ends a worker at once.

    A forked worker begins with the main process's own handler, which would take the order and do nothing with it.
    """
    inherited = getattr(signal.getsignal(signal.SIGTERM), "__self__", None)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if getattr(inherited, "interrupt_signal", False):
        os.kill(os.getpid(), signal.SIGTERM)


def die_with_parent() -> None:
    """From now on a worker process is killed when its parent dies, however that dies.

    In a process that is nobody's worker nothing happens.
    """
    parent = multiprocessing.parent_process()
    if parent is not None and parent.pid is not None:
        die_with(parent.pid)


def die_with(parent: int) -> None:
    """From now on this process is killed when that one, which started it, dies; Linux alone can do so."""
    if sys.platform != "linux":
        return
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it was dead already: no signal will come
        os.kill(os.getpid(), signal.SIGKILL)


def refuse_taken_port(settings: Settings) -> None:
    """Raise PortTaken when somebody listens there; granian by itself would share the port without a word."""
    try:
        found = socket.getaddrinfo(settings.host, settings.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except socket.gaierror as error:
        raise PortTaken(f"Cannot listen on {settings.host}: {error.strerror}; set REGISTRY_HOST.") from error
    family, _, _, _, address = found[0]
    with socket.socket(family, socket.SOCK_STREAM) as trying:
        trying.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trying.bind(address)
        except OSError as error:
            raise PortTaken(_why_not(error, settings)) from error


def _why_not(error: OSError, settings: Settings) -> str:
    where = f"Port {settings.port} on {settings.host}"
    if error.errno != errno.EADDRINUSE:
        return f"{where} cannot be used ({error.strerror}); set REGISTRY_HOST or REGISTRY_PORT."
    holder = holder_of(settings.port) or "another program"
    return f"{where} is taken by {holder}; stop that, or set REGISTRY_PORT to another port."
