"""What the registry writes in its log: one JSON line per event, and nothing of a person in it.

Never logged: query strings, bodies, cookies, headers, addresses of clients, paths (the route template instead), and the
messages of exceptions, since those of the database quote the values of a row. A failure is logged by the kinds of its
exceptions and the lines they came through.
"""

import logging
import sys
import traceback
from typing import TextIO

import msgspec
import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from config.settings import LogFormat

_FRAMES = 12
_encode = msgspec.json.Encoder(enc_hook=str, order="deterministic").encode


def _frames(error: BaseException) -> list[str]:
    frames = traceback.extract_tb(error.__traceback__)[-_FRAMES:]
    return [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]


def _kind(error: BaseException) -> dict[str, object]:
    """The kind of an exception and where it came from; of a database error its SQLSTATE and constraint as well."""
    told: dict[str, object] = {"kind": f"{type(error).__module__}.{type(error).__qualname__}", "frames": _frames(error)}
    for name in ("sqlstate", "constraint_name", "table_name"):
        if value := getattr(error, name, None):
            told[name] = value
    return told


def _without_messages(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Replace an exception by its chain of kinds and lines; its message may quote a person's data."""
    error = event.pop("exc_info", None)
    if error is True:
        error = sys.exc_info()[1]
    elif isinstance(error, tuple):
        error = error[1]
    chain: list[dict[str, object]] = []
    while isinstance(error, BaseException) and len(chain) < _FRAMES:
        chain.append(_kind(error))
        error = error.__cause__ or error.__context__
    if chain:
        event["exceptions"] = chain
    return event


def _first_line(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Libraries put the exception's own text after the first line of a message that comes with one."""
    if event.get("exc_info"):
        event["event"] = str(event["event"]).partition("\n")[0]
    return event


def _json(_logger: WrappedLogger, _method: str, event: EventDict) -> str:
    return _encode(event).decode()


def _renderers(log_format: LogFormat, stream: TextIO) -> tuple[Processor, ...]:
    """JSON for machines; text for people; whole exceptions only to a terminal, which keeps nothing."""
    if stream.isatty() and log_format is not LogFormat.JSON:
        return (structlog.dev.ConsoleRenderer(colors=True, exception_formatter=structlog.dev.plain_traceback),)
    if log_format is LogFormat.CONSOLE:
        return (_without_messages, structlog.dev.ConsoleRenderer(colors=False))
    return (_without_messages, _json)


_SHARED: tuple[Processor, ...] = (
    structlog.contextvars.merge_contextvars,
    structlog.processors.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
)


def configure_logs(log_format: LogFormat = LogFormat.AUTO, *, stream: TextIO | None = None) -> None:
    """Send structlog and the standard library's logging to one stream: JSON unless it is a terminal."""
    where = stream if stream is not None else sys.stderr
    renderers = _renderers(log_format, where)
    structlog.configure(
        processors=[*_SHARED, *renderers],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.WriteLoggerFactory(where),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(where)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[*_SHARED, structlog.stdlib.add_logger_name, _first_line],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *renderers],
        ),
    )
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)


def writes_json() -> bool:
    """Whether log lines are JSON, so that a line that was encoded elsewhere fits in."""
    return structlog.get_config()["processors"][-1] is _json
