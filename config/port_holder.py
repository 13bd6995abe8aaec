"""Who listens on a port, from Linux's own tables; elsewhere nobody is found."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

_PROCESSES = Path("/proc")
_LISTENING = "0A"
_LOCAL_ADDRESS, _STATE, _INODE = 1, 3, 9  # columns of /proc/net/tcp


def holder_of(port: int) -> str | None:
    """Name and number of the process that listens on this port, as far as this user may know (Linux)."""
    sockets = {f"socket:[{inode}]" for inode in _listening_inodes(port)}
    for process in _PROCESSES.glob("[0-9]*") if sockets else ():
        try:
            if any(str(descriptor.readlink()) in sockets for descriptor in (process / "fd").iterdir()):
                holder = _first_of_its_kind(process)
                return f"{_name(holder)} (process {holder.name})"
        except OSError:  # gone meanwhile, or another user's
            continue
    return None


def _listening_inodes(port: int) -> Iterator[str]:
    for table in ("tcp", "tcp6"):
        with contextlib.suppress(FileNotFoundError):
            for line in (_PROCESSES / "net" / table).read_text().splitlines()[1:]:
                columns = line.split()
                if columns[_STATE] == _LISTENING and int(columns[_LOCAL_ADDRESS].rpartition(":")[2], 16) == port:
                    yield columns[_INODE]


def _first_of_its_kind(process: Path) -> Path:
    """The one that forked it: a worker runs the same command as the server that it belongs to."""
    parent = _PROCESSES / (process / "stat").read_text().rpartition(") ")[2].split()[1]
    with contextlib.suppress(OSError):
        if (parent / "cmdline").read_bytes() == (process / "cmdline").read_bytes():
            return _first_of_its_kind(parent)
    return process


def _name(process: Path) -> str:
    """The command that was typed, without its arguments, or else what the process calls itself."""
    words = [word for word in (process / "cmdline").read_bytes().decode(errors="replace").split("\0") if word]
    if len(words) > 1 and Path(words[0]).name.startswith("python") and not words[1].startswith("-"):
        return Path(words[1]).name
    return (process / "comm").read_text().strip()
