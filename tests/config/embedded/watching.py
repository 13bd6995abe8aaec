"""Looking at an embedded server from outside."""

from pathlib import Path

from config.embedded.places import SOCKET_RECORD, data_in


class Processes:
    """What runs on a data folder, as the operating system sees it."""

    def __init__(self, base: Path) -> None:
        self.base = base

    @property
    def postmaster(self) -> int:
        """The server's first process."""
        return int((data_in(self.base) / "postmaster.pid").read_text().split()[0])

    @property
    def keeper(self) -> int:
        """The process that keeps it: its parent."""
        return int(Path(f"/proc/{self.postmaster}/stat").read_text().rpartition(") ")[2].split()[1])

    @property
    def socket_folder(self) -> Path:
        """Where its socket lies."""
        return Path((self.base / SOCKET_RECORD).read_text())

    def all(self) -> list[int]:
        """Every process that works in the data folder."""
        return [
            int(process.name) for process in Path("/proc").glob("[0-9]*") if _working_folder(process) == str(data_in(self.base))
        ]


def _working_folder(process: Path) -> str | None:
    try:
        return str((process / "cwd").readlink())
    except OSError:
        return None
