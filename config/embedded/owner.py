"""The user as whom PostgreSQL runs: it refuses to run as root."""

import os
import pwd
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from config.embedded.problems import ServerProblem

# Nothing of the caller's PG*, LC_* or LD_* settings may change how the server is made or found.
ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC"}


def is_root() -> bool:
    """Whether this process may act as another user, and must."""
    return os.geteuid() == 0


@dataclass(frozen=True, slots=True)
class Owner:
    """A user and group; when root asks, programs run as them."""

    uid: int
    gid: int

    def run(self, command: Sequence[str | Path], *, written: str = "") -> subprocess.CompletedProcess[str]:
        """Run a program as this user from the root folder, with `written` on its input."""
        return subprocess.run(  # noqa: S603 - our own programs, no shell
            command,
            input=written,
            capture_output=True,
            text=True,
            check=False,
            cwd="/",
            env=ENVIRONMENT,
            user=self.uid if is_root() else None,
            group=self.gid if is_root() else None,
            extra_groups=[] if is_root() else None,
        )

    def can_enter(self, folder: Path) -> bool:
        """Whether this user can reach the folder through everything above it."""
        try:
            return self.run(["/bin/sh", "-c", 'cd "$1"', "sh", folder]).returncode == 0
        except PermissionError as error:
            raise ServerProblem(f"PostgreSQL does not run as root, and root cannot act as user {self.uid} here.") from error

    def make_folder(self, folder: Path) -> None:
        """Make a folder that this user alone can enter."""
        folder.mkdir(mode=0o700)
        if is_root():
            os.chown(folder, self.uid, self.gid)
        folder.chmod(0o700)


def owner_of(data: Path) -> Owner:
    """Whoever owns the data already; for new data the user that runs us, or `nobody` when that is root."""
    if not is_root():
        return _named(os.geteuid())
    if data.exists() and data.stat().st_uid != 0:
        return _named(data.stat().st_uid)
    try:
        nobody = pwd.getpwnam("nobody")
    except KeyError as error:
        raise ServerProblem("PostgreSQL does not run as root, and there is no user nobody to run it as.") from error
    return Owner(nobody.pw_uid, nobody.pw_gid)


def _named(uid: int) -> Owner:
    try:
        user = pwd.getpwuid(uid)
    except KeyError as error:
        raise ServerProblem(f"PostgreSQL needs a user with a name, and user {uid} has none in /etc/passwd.") from error
    return Owner(user.pw_uid, user.pw_gid)
