"""What people see of the log: its page in both languages, and the proof of a certificate."""

import re
from datetime import timedelta
from pathlib import Path

import httpx

from registry.public_log.checkpoints import read_proof
from registry.public_log.tree import leaf_hash
from registry.transactions import fetch, transaction
from tests.registry import making
from tests.registry.making import BEFORE
from tests.registry.public_log.test_signing import add, put_back, signed, signing
from tests.registry.public_log.test_witnesses import LOG, asking
from tests.registry.public_log.witness import NAME, Witness, running


async def test_the_page_says_how_long_the_log_is_and_who_saw_it(
    database: None, client: httpx.AsyncClient, tmp_path: Path
) -> None:
    """Before anything was signed, after, and with the age of a witness; in Dutch and English."""
    assert "Er is nog niets ondertekend" in (await client.get("/openbaar-logboek")).text
    await add(1234)
    said = await signed(signing(tmp_path))
    page = (await client.get("/openbaar-logboek")).text
    assert re.search("1.?234", page)
    assert said.root.hex() in page
    assert "nog geen getuigen" in page
    with running(Witness(LOG)) as witness:
        assert await asking(witness).round(now=BEFORE + timedelta(hours=1)) == 1
    page = (await client.get("/en/openbaar-logboek")).text
    assert "Public log" in page
    assert NAME in page
    assert re.search("1.?234", page)


async def test_logs_that_ended_are_named_with_what_they_said_last(
    database: None, client: httpx.AsyncClient, tmp_path: Path
) -> None:
    """None while there is one log; after a backup was put back the old one, with the way to its last checkpoint."""
    await add(1234)
    old = await signed(signing(tmp_path))
    assert "Eerdere logboeken" not in (await client.get("/openbaar-logboek")).text
    await put_back(1000)
    new = await signed(signing(tmp_path), minutes=1)
    page = (await client.get("/openbaar-logboek")).text
    assert (old.origin, new.origin) == ("registry.test/log", "registry.test/log/2")
    shown = page[page.index("Eerdere logboeken") :]
    assert f"{old.origin}<" in shown
    assert f"{new.origin}<" not in shown
    assert re.search("1.?234", shown)
    assert 'href="/log/checkpoint"' in shown
    assert str(old) in (await client.get("/log/checkpoint")).text
    assert "Earlier logs" in (await client.get("/en/openbaar-logboek")).text


async def test_every_page_of_a_certificate_leads_to_its_proof(
    database: None, client: httpx.AsyncClient, tmp_path: Path
) -> None:
    """A file that proves that the leaf is in the log; until it was signed, and once the holder is erased, there is none."""
    issued = await making.certified(await making.world(), await making.candidate())
    await add(5)
    address = f"/certificaten/{issued.number}/tlog-proof"
    assert address in (await client.get(f"/certificaten/{issued.number}")).text
    assert (await client.get(address)).status_code == 404
    await signed(signing(tmp_path))
    answer = await client.get(address)
    assert answer.headers["content-disposition"] == f'attachment; filename="{issued.number}.tlog-proof"'
    proof = read_proof(answer.content)
    [row] = await fetch("SELECT data FROM log_leaf WHERE place = 1")
    assert proof.index == 1
    assert proof.proves(leaf_hash(row["data"]))
    assert proof.checkpoint.verified([LOG])
    assert (await client.get("/certificaten/CA00000000-00/tlog-proof")).status_code in {400, 404}
    async with transaction() as connection:
        await connection.execute("SELECT erase_person(person, now()) FROM adviser")
    assert (await client.get(address)).status_code == 404
