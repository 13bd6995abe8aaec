"""Where the embedded server's things lie.

In the data folder, unless root runs us and `nobody` cannot get there (a clone in root's own home): then in a folder
under `/var/lib` that the data folder points to. The permissions of a folder above the data folder are never changed.
"""

import contextlib
import tempfile
from pathlib import Path

from config.embedded.owner import is_root, owner_of

ELSEWHERE = Path("/var/lib/adviseursregister")
POINTER = "postgresql-folder"
BELONGS_TO = "belongs-to"
SOCKET_PREFIX = "registry-"
SOCKET_PARENTS = (Path("/tmp"), Path("/dev/shm"))  # noqa: S108 - short, and mkdtemp makes a private folder in it
SOCKET_RECORD = "socket-folder"

PASSABLE = 0o711  # others can pass through to what they own, and cannot look around


def data_in(base: Path) -> Path:
    """PostgreSQL's own data folder."""
    return base / "postgresql"


def log_in(base: Path) -> Path:
    """What the server and its keeper had to say."""
    return base / "postgresql.log"


def base_for(folder: Path) -> Path:
    """The folder of locks, log and data, made if absent: the data folder itself or the one that it points to."""
    folder = folder.absolute()
    if not folder.is_dir():
        folder.mkdir(parents=True, mode=0o700)
        folder.chmod(PASSABLE if is_root() else 0o700)
    if not is_root():
        return folder
    if (pointed := _pointed_to(folder)) is not None:
        return pointed
    if owner_of(data_in(folder)).can_enter(folder):
        return folder
    return _new_elsewhere(folder)


def _pointed_to(folder: Path) -> Path | None:
    """Where an earlier start put it; a copied data folder does not take over the original's database."""
    with contextlib.suppress(FileNotFoundError):
        base = Path((folder / POINTER).read_text())
        if (base / BELONGS_TO).read_text() == str(folder):
            return base
    return None


def _new_elsewhere(folder: Path) -> Path:
    if not ELSEWHERE.is_dir():
        ELSEWHERE.mkdir(parents=True)
        ELSEWHERE.chmod(PASSABLE)
    base = Path(tempfile.mkdtemp(prefix="data-", dir=ELSEWHERE))
    base.chmod(PASSABLE)
    (base / BELONGS_TO).write_text(str(folder))
    (folder / POINTER).write_text(str(base))
    return base


def new_socket_folder(base: Path) -> Path:
    """A short private folder for the socket (its path has at most 107 bytes), remembered in `base`."""
    parent = next((each for each in SOCKET_PARENTS if each.is_dir()), Path(tempfile.gettempdir()))
    sockets = Path(tempfile.mkdtemp(prefix=SOCKET_PREFIX, dir=parent))
    (base / SOCKET_RECORD).write_text(str(sockets))
    return sockets


def remembered_socket_folder(base: Path) -> Path | None:
    """The socket folder of the last server on this data, if it was left behind."""
    with contextlib.suppress(FileNotFoundError):
        sockets = Path((base / SOCKET_RECORD).read_text())
        if sockets.name.startswith(SOCKET_PREFIX) and sockets.is_dir() and not sockets.is_symlink():
            return sockets
    return None
