"""The PDF of a certificate is asked for where it is issued, made once, kept as made, and gone with its holder."""

import asyncio
import hashlib
from uuid import UUID

import asyncpg
import msgspec
import pytest

from config.background import acts
from config.settings import Settings
from registry.audit.actions import Action
from registry.audit.tables import AuditEntry
from registry.certificates import keeping
from registry.certificates import service as certificates
from registry.certificates.errors import DocumentErased
from registry.certificates.service import Issued
from registry.certificates.tables import CertificateDocument
from registry.dossiers import service as dossiers
from registry.dossiers.schemas import Grant, Prepare
from registry.impartiality.errors import NotIndependent
from registry.organisations.tables import Organisation
from registry.people.tables import Person
from registry.texts import Language
from registry.transactions import transaction
from registry.work import queue
from tests.registry import making
from tests.registry.certificates.papers import SITE
from tests.registry.making import NOW

ERASE = "SELECT erase_person($1, $2)"


async def issued() -> tuple[making.Candidate, Issued]:
    """Elif, and her certificate."""
    world, elif_ = await making.world(), await making.candidate()
    return elif_, await making.certified(world, elif_)


async def asked() -> set[UUID]:
    """The certificates whose documents are to be made."""
    async with transaction() as connection:
        return await queue.queued(keeping.ACT, connection=connection)


async def documents() -> list[dict[str, object]]:
    """All that is kept."""
    rows: list[dict[str, object]] = await CertificateDocument.select().order_by(CertificateDocument.language)
    return rows


async def test_it_is_asked_for_where_it_is_issued(database: None) -> None:
    """With the certificate, in one transaction: a refused grant asks for nothing."""
    world, elif_ = await making.world(), await making.candidate()
    dossier = await making.admitted(world, elif_)
    examined = world.certifiers[1]
    proof = await making.evidence(world, elif_, examiner=examined.person)
    await dossiers.prepare(dossier, Prepare(evidence=proof), actor=world.certifiers[0], now=NOW)
    with pytest.raises(NotIndependent):
        await dossiers.grant(dossier, Grant(evidence=proof), actor=examined, now=NOW)
    assert await asked() == set()
    await dossiers.grant(dossier, Grant(evidence=proof), actor=world.certifiers[2], now=NOW)
    [certificate] = await certificates.of_advisers([elif_.adviser])
    assert await asked() == {certificate.id}


async def test_the_background_makes_both_languages(database: None, settings: Settings, database_url: str) -> None:
    """Each once, with its hash and an audit row without a name; doing it again adds nothing."""
    _, certificate = await issued()
    stop = asyncio.Event()
    working = asyncio.create_task(queue.work_off(database_url, acts(settings), stop=stop))
    async with asyncio.timeout(20):
        while len(await documents()) < 2 or await asked():  # noqa: ASYNC110  what is waited for is a row
            await asyncio.sleep(0.05)
    stop.set()
    await working
    kept = await documents()
    assert [(row["certificate"], row["language"]) for row in kept] == [(certificate.id, "en"), (certificate.id, "nl")]
    await keeping.make(certificate.id, site=SITE, now=NOW)
    assert await documents() == kept
    made = await AuditEntry.select().where(AuditEntry.action == Action.CERTIFICATE_DOCUMENT_MADE.value)
    told = {facts["language"]: facts["sha256"] for facts in (msgspec.json.decode(entry["facts"]) for entry in made)}
    assert told == {row["language"]: hashlib.sha256(row["content"]).hexdigest() for row in kept}  # type: ignore[arg-type]
    assert {entry["subject"] for entry in made} == {certificate.id}
    assert "Elif" not in str(made)


async def test_what_was_made_never_changes(database: None) -> None:
    """A person or organisation renamed, another address, another day: the bytes are those of the first time."""
    elif_, certificate = await issued()
    first = await keeping.kept(certificate, site=SITE, language=Language.NL, now=NOW)
    await Person.update({Person.family_name: "Yılmaz"}).where(Person.id == elif_.person)
    await Organisation.update({Organisation.name: "Anders"}).where(Organisation.name == "De certification-body")
    again = await certificates.by_number(certificate.number)
    assert await keeping.kept(again, site="https://elders.example", language=Language.NL, now=NOW) == first
    english = await keeping.described(again, site=SITE, language=Language.EN)
    assert (english.holder, english.body) == ("Elif Öztürk", "De certification-body")


async def test_many_at_once_make_one(database: None) -> None:
    """Whoever asks while it is made gets the one that is kept."""
    _, certificate = await issued()
    asking = [keeping.kept(certificate, site=SITE, language=Language.NL, now=NOW) for _ in range(8)]
    made = await asyncio.gather(*asking)
    [kept] = await documents()
    assert set(made) == {kept["content"]}
    assert await AuditEntry.count().where(AuditEntry.action == Action.CERTIFICATE_DOCUMENT_MADE.value) == 1


async def test_it_goes_with_its_holder(database: None) -> None:
    """Erased, it is gone, is not made again, and the background has nothing left to do; another’s stays."""
    elif_, certificate = await issued()
    await keeping.make(certificate.id, site=SITE, now=NOW)
    async with transaction() as connection:
        await connection.execute(ERASE, elif_.person, NOW)
    assert await documents() == []
    with pytest.raises(DocumentErased):
        await keeping.kept(certificate, site=SITE, language=Language.NL, now=NOW)
    await keeping.make(certificate.id, site=SITE, now=NOW)
    assert await documents() == []


async def insert(connection: asyncpg.Connection, certificate: UUID) -> None:
    """A document by hand."""
    await connection.execute(
        "INSERT INTO certificate_document (id, certificate, language, content, sha256, recorded_at) "
        "VALUES (gen_random_uuid(), $1, 'nl', 'x', sha256('x'), now())",
        certificate,
    )


async def test_erased_while_it_is_being_made(database: None) -> None:
    """The name was read before; what was typeset with it is not kept."""
    elif_, certificate = await issued()
    async with transaction() as connection:
        await connection.execute(ERASE, elif_.person, NOW)
    with pytest.raises(DocumentErased):
        await keeping._store(certificate, Language.NL, b"with the name", now=NOW)  # noqa: SLF001  as late as can be
    with pytest.raises(asyncpg.RestrictViolationError, match="was erased"):
        async with transaction() as connection:
            await insert(connection, certificate.id)
    assert await documents() == []


async def test_erasing_waits_for_a_document_that_is_being_kept(database: None, database_url: str) -> None:
    """And then finds it: nothing with the name stays behind, whoever is first."""
    elif_, certificate = await issued()
    keeper, eraser = await asyncpg.connect(database_url), await asyncpg.connect(database_url)
    try:
        async with keeper.transaction():
            await insert(keeper, certificate.id)
            erasing = asyncio.create_task(eraser.execute(ERASE, elif_.person, NOW))
            await asyncio.sleep(0.3)
            assert not erasing.done()
        await erasing
    finally:
        await keeper.close()
        await eraser.close()
    assert await documents() == []
