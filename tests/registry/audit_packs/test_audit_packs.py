"""An audit pack holds all that a certificate rests on, for who may have it; an outsider derives the decision from it."""

import ast
import asyncio
import hashlib
import io
import json
import sys
import zipfile
from pathlib import Path

import asyncpg
import httpx
import pytest

from registry.audit.actions import Action
from registry.audit.tables import AuditEntry
from registry.audit_packs import service
from registry.audit_packs.wording import RULES
from registry.certificates.errors import UnknownCertificate
from registry.certificates.service import Issued
from registry.errors import Invalid, NotAllowed, NotFound
from registry.organisations.tables import Kind
from registry.permissions import Actor, Role
from registry.rechecking import derivation
from registry.rechecking.reading import Row
from registry.transactions import transaction
from tests.registry import making
from tests.registry.audit.tampering import by_hand, sealed
from tests.registry.dossiers.signing_in import browser, token
from tests.registry.making import NOW, TRACK, Candidate, World

PARTS = {f"{TRACK} 1": {"GP": 550}}
SOURCE = Path(derivation.__file__).read_text("utf-8")


async def issued() -> tuple[World, Candidate, Issued]:
    """A certificate, and a sealed trail."""
    world, elif_ = await making.world(), await making.candidate()
    certificate = await making.certified(world, elif_)
    await sealed()
    return world, elif_, certificate


def files(content: bytes) -> dict[str, bytes]:
    """What is in a ZIP."""
    with zipfile.ZipFile(io.BytesIO(content)) as zipped:
        return {name: zipped.read(name) for name in zipped.namelist()}


async def given(certificate: Issued, actor: Actor) -> dict[str, bytes]:
    """The files of the pack."""
    return files((await service.give(certificate.number, PARTS, actor=actor, now=NOW)).content)


async def script(folder: Path, *, case: Row | None = None) -> tuple[int, str]:
    """Run the script of the pack as an outsider would: with nothing of ours in reach."""
    if case is not None:
        await asyncio.to_thread((folder / "case.json").write_text, json.dumps(case))
    program = await asyncio.create_subprocess_exec(
        sys.executable, "-I", "recheck.py", cwd=folder, env={}, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT
    )
    told, _ = await program.communicate()
    assert program.returncode is not None
    return program.returncode, told.decode()


def unpacked(pack: dict[str, bytes], folder: Path) -> Row:
    """The pack in a folder; returns its case."""
    for name, content in pack.items():
        (folder / name).write_bytes(content)
    case: Row = json.loads(pack["case.json"])
    return case


async def test_an_outsider_derives_the_decision(database: None, tmp_path: Path) -> None:
    """The script ends with 0; with another score, an edited act or another judge it ends with 1 and says why."""
    world, _, certificate = await issued()
    case = unpacked(await given(certificate, world.auditor), tmp_path)
    assert await script(tmp_path) == (0, f"{certificate.number}  was allowed: {len(derivation.CHECKS)} checks, no difference\n")
    kept = case["values"][case["certificate"]["evidence"]]
    for change, rule in (
        (
            {
                "values": case["values"]
                | {case["certificate"]["evidence"]: kept | {"value": kept["value"].replace("700", "100")}}
            },
            "evidence-hash",
        ),
        ({"trail": [case["trail"][0] | {"link": case["trail"][0]["link"].replace("1", "2")}]}, "trail-hash"),
        ({"dossier": None}, "origin"),
    ):
        code, told = await script(tmp_path, case=case | change)
        assert code == 1
        assert rule in told


async def test_the_script_needs_nothing_but_python(database: None) -> None:
    """It is the very file by which the registry judges, and it imports the standard library alone."""
    world, _, certificate = await issued()
    written = (await given(certificate, world.auditor))["recheck.py"]
    assert written == SOURCE.encode()
    for node in ast.walk(ast.parse(written)):
        named = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        named += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        assert {name.split(".")[0] for name in named} <= set(sys.stdlib_module_names)


async def test_what_is_in_the_pack(database: None) -> None:
    """Application, evidence with file and cell, the decision, names, the sealed acts; and every digest is right."""
    world, elif_, certificate = await issued()
    pack = await given(certificate, world.certifiers[2])
    assert set(pack) == {"README.txt", "overview.json", "case.json", "snapshot.json", "recheck.py", "SHA256SUMS"}
    for line in pack["SHA256SUMS"].decode().splitlines():
        digest, _, name = line.partition("  ")
        assert hashlib.sha256(pack[name]).hexdigest() == digest
    assert hashlib.sha256(pack["snapshot.json"]).digest() == certificate.snapshot_hash
    overview, case = json.loads(pack["overview.json"]), json.loads(pack["case.json"])
    assert overview["holder"] == {"given": "Elif", "prefix": None, "family": "Öztürk"}
    assert overview["people"][str(elif_.person)] == "Elif Öztürk"
    assert overview["people"][case["certificate"]["preparedBy"]] == "Arjan Visser"
    assert overview["people"][case["certificate"]["decidedBy"]] == "Lotte Visser"
    assert overview["decision"]["schemeVersion"] == 1
    [result] = overview["evidence"]["results"]
    assert (result["part"], result["score"], result["sheet"], result["cell"]) == ("GP", 700, "Uitslagen", "E2")
    assert [each["step"] for each in case["dossier"]["steps"]] == ["applied", "admitted", "completed", "prepared", "granted"]
    assert len(case["trail"]) == 7
    assert case["unsealed"] == []


async def test_words_stand_in_the_pack_until_they_are_erased(database: None) -> None:
    """After erasure name, evidence and words are gone; the case still holds."""
    world, elif_, certificate = await issued()
    async with transaction() as connection:
        await connection.execute("SELECT erase_person($1, $2)", elif_.person, NOW)
    pack = await given(certificate, world.auditor)
    assert "Öztürk" not in "".join(each.decode() for each in pack.values())
    overview = json.loads(pack["overview.json"])
    assert (overview["holder"], overview["evidence"]) == (None, None)
    assert derivation.differences(json.loads(pack["case.json"])) == []


async def test_that_it_was_given_is_on_record(database: None) -> None:
    """Who took it, and what they got."""
    world, _, certificate = await issued()
    pack = await service.give(certificate.number, PARTS, actor=world.auditor, now=NOW)
    [entry] = await AuditEntry.select().where(AuditEntry.action == Action.AUDIT_PACK_GIVEN.value)
    assert (entry["account"], entry["subject"]) == (world.auditor.account, certificate.id)
    assert json.loads(entry["facts"]) == {"number": certificate.number, "sha256": hashlib.sha256(pack.content).hexdigest()}


async def test_who_may_have_it(database: None) -> None:
    """A certifier of the body and an auditor; to another body's certifier there is no such certificate."""
    world, elif_, certificate = await issued()
    other = await making.organisation(Kind.CERTIFICATION_BODY, "Een andere")
    stranger = await making.account(await making.person("Vera", "Vreemd"), Role.CERTIFIER, other)
    for actor, refusal in (
        (stranger, NotFound),
        (elif_.actor, NotAllowed),
        (world.provider, NotAllowed),
        (world.owner, NotAllowed),
    ):
        with pytest.raises(refusal):
            await service.give(certificate.number, PARTS, actor=actor, now=NOW)
        with pytest.raises(refusal):
            await service.look(certificate.number, PARTS, actor=actor)
    with pytest.raises(Invalid):
        await service.give("CA12345678-00", PARTS, actor=world.auditor, now=NOW)
    with pytest.raises(UnknownCertificate):
        await service.give("CA12345678-66", PARTS, actor=world.auditor, now=NOW)
    assert await AuditEntry.count().where(AuditEntry.action == Action.AUDIT_PACK_GIVEN.value) == 0


async def test_the_route_of_the_api(client: httpx.AsyncClient) -> None:
    """A ZIP for who may have it; each refusal a problem of its own."""
    world, elif_, certificate = await issued()
    at = f"/api/v1/certificates/{certificate.number}/audit-pack"
    assert (await client.get(at)).status_code == 401
    assert (await client.get(at, headers=await token(client, elif_.actor))).status_code == 403
    auditor = await token(client, world.auditor)
    answer = await client.get(at, headers=auditor)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/zip")
    assert answer.headers["content-disposition"] == f'attachment; filename="auditpakket-{certificate.number}.zip"'
    assert "case.json" in files(answer.content)
    assert (await client.get("/api/v1/certificates/CA12345678-66/audit-pack", headers=auditor)).status_code == 404
    assert (await client.get("/api/v1/certificates/nummer/audit-pack", headers=auditor)).status_code == 400


async def test_the_pages(client: httpx.AsyncClient, database_url: str) -> None:
    """A number is asked, what checking it comes to is told, and the pack is there to save; in both languages."""
    world, _, certificate = await issued()
    certifier = await browser(client, world.certifiers[0])
    assert "Auditpakketten" in await certifier.get("/werk")
    asked = await client.get("/auditpakketten?nummer=CA12345678-00")
    assert asked.status_code == 400
    assert "CA12345678-66" in asked.text
    found = await client.get(f"/auditpakketten?nummer={certificate.number.lower().replace('-', ' ')}")
    assert (found.status_code, found.headers["location"]) == (303, f"/auditpakketten/{certificate.number}")
    at = f"/auditpakketten/{certificate.number}"
    assert (await client.get("/auditpakketten/CA12345678-66")).status_code == 404
    assert "What is in the pack?" in await certifier.get(f"/en{at}")
    assert (await client.get(f"{at}/zip")).headers["content-type"] == "application/zip"
    connection = await asyncpg.connect(database_url)
    await by_hand(connection, "UPDATE certificate SET valid_until = valid_until + 1 WHERE id = $1", certificate.id)
    await connection.close()
    told = await certifier.get(at)
    assert "Dit certificaat wijkt af van de regels" in told
    assert "De geldigheid volgt niet uit het schema" in told


def test_every_rule_has_its_words() -> None:
    """What the derivation can find, a page can say."""
    found = {
        node.args[0].value if isinstance(node.args[0], ast.Constant) else None
        for node in ast.walk(ast.parse(SOURCE))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Difference"
    }
    assert found - {None} | {"holder-hash", "evidence-hash"} == set(RULES)
