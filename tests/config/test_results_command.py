"""`registry results template`: the same workbook as a provider downloads, for whoever sits at the command line."""

import asyncio
import io
import os
import sys
from pathlib import Path
from uuid import uuid4

from openpyxl import load_workbook

from exams.enrolments import service as enrolments
from exams.enrolments.schemas import Enrol
from exams.sittings import service as sittings
from registry.people.schemas import RegisterPerson
from tests.config.programs import CHECKOUT
from tests.exams.sittings.hall import Hall, hall
from tests.registry.making import NOW, TODAY, TRACK

MAIN = "from config.commands import main; main()"


async def registry(database_url: str, *arguments: object) -> tuple[int, str]:
    """Run the command on the database of the tests; its exit code and what it said."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("REGISTRY_")}
    environment |= {"REGISTRY_DATABASE_URL": database_url, "PYTHONPATH": str(CHECKOUT)}
    program = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        MAIN,
        *map(str, arguments),
        env=environment,
        cwd=CHECKOUT,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    told, _ = await program.communicate()
    assert program.returncode is not None
    return program.returncode, told.decode()


async def a_candidate() -> Hall:
    """A provider with one candidate."""
    place = await hall()
    person = RegisterPerson(given_name="Willemijn", family_name="'t Hart")
    command = Enrol(provider=place.provider, track=TRACK, enrolled_on=TODAY, person=person, is_somebody_else=True)
    await enrolments.enrol(command, actor=place.world.provider, now=NOW)
    return place


def filled_in(file: Path) -> list[tuple[object, ...]]:
    """Family name, part and examiner of each row."""
    rows = load_workbook(io.BytesIO(file.read_bytes()))["Uitslagen"].iter_rows(min_row=2, values_only=True)
    return [(row[1], row[3], row[8]) for row in rows if row[0]]


async def test_by_name_or_id(database: None, database_url: str, tmp_path: Path) -> None:
    """The provider is named as people say it, in any case, or as programs do; a sitting has its own template."""
    place = await a_candidate()
    for name in ("DE PROVIDER", str(place.provider)):
        file = tmp_path / f"{name}.xlsx"
        code, told = await registry(database_url, "results", "template", "--provider", name, "--track", TRACK, "--out", file)
        assert (code, told) == (0, f"{file} is the template of De provider.\n")
        assert filled_in(file) == [("'t Hart", "GP", None), ("'t Hart", "IM", None)]
    sitting = await sittings.record_sitting(place.sitting("IM"), actor=place.world.provider, now=NOW)
    file = tmp_path / "zitting.xlsx"
    code, _ = await registry(
        database_url, "results", "template", "--provider", place.provider, "--track", TRACK, "--sitting", sitting, "--out", file
    )
    assert (code, filled_in(file)) == (0, [("'t Hart", "IM", "R. Postma")])


async def test_what_is_unknown(database: None, database_url: str, tmp_path: Path) -> None:
    """Is said in a line, and nothing is written."""
    place = await a_candidate()
    file = tmp_path / "uitslagen.xlsx"
    for provider, track, more, said in (
        ("Nergens", TRACK, [], "There is no training provider 'Nergens'. Known: De provider"),
        (place.provider, "nergens", [], "This does not exist, or you may not see it."),
        (place.provider, TRACK, ["--sitting", uuid4()], "This does not exist, or you may not see it."),
        (place.provider, TRACK, ["--sitting", "morgen"], "Invalid value for '--sitting': 'morgen' is not a valid UUID."),
    ):
        code, told = await registry(
            database_url, "results", "template", "--provider", provider, "--track", track, "--out", file, *more
        )
        assert code != 0
        assert told.endswith(f"Error: {said}\n")
        assert not file.exists()


async def test_a_file_that_is_there(database_url: str, tmp_path: Path) -> None:
    """Is left alone: a template may have been filled in since."""
    file = tmp_path / "uitslagen.xlsx"
    file.write_bytes(b"filled in")
    code, told = await registry(database_url, "results", "template", "--provider", "x", "--track", TRACK, "--out", file)
    assert (code, file.read_bytes()) == (1, b"filled in")
    assert "is there already" in told
