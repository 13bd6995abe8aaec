"""Signing credentials, each in the transaction of what it begins with: a grant, a reinstatement, or a key that leaked.

A process that has no key to sign with issues certificates all the same; their credentials are made up for by the background
work of one that has. What is erased, ended or suspended gets none.
"""

import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from registry.certificates.rules import Status
from registry.certificates.service import Issued, by_ids
from registry.credentials.payload import Instance, Issuer, Place, payload
from registry.credentials.shape import check_shape
from registry.credentials.signing import key_name, public_key, signed
from registry.credentials.status_list import FULL, PLACES, bits_of
from registry.credentials.telling import Replaced, tell_replaced
from registry.credentials.verifying import Known, Verdict, judge
from registry.days import amsterdam_day
from registry.people.rules import Name
from registry.personal_data import service as personal_data
from registry.signing_keys import service as signing_keys
from registry.signing_keys.files import Signer, SigningKeyRefused
from registry.signing_keys.rules import Use
from registry.transactions import Connection, current_connection, fetch

_TRIES = 20
BEGUN = """
FROM certificate
JOIN personal_value ON personal_value.commitment = certificate.holder
JOIN LATERAL (SELECT certificate_event.id, kind, effective_on FROM certificate_event
    WHERE certificate_event.certificate = certificate.id AND kind IN ('granted', 'reinstated')
    ORDER BY certificate_event.id + 0 DESC LIMIT 1) AS begun ON true
LEFT JOIN LATERAL (SELECT credential.address, status_place.certificate_event, signing_key.state FROM credential
    JOIN status_place ON status_place.id = credential.status_place JOIN signing_key ON signing_key.kid = credential.kid
    WHERE credential.certificate = certificate.id ORDER BY credential.id + 0 DESC LIMIT 1) AS last ON true
WHERE (last.address IS NULL OR last.certificate_event < begun.id OR last.state = 'compromised')
"""
"""Certificates whose credential is due: there is none of the last grant or reinstatement, or its key leaked.

By `+ 0` the few rows of each are found by its own index, and never by reading all that were ever written, newest first.
"""
_DUE = f"""
SELECT certificate.id, begun.id AS event, begun.kind, begun.effective_on, last.address {BEGUN}
AND certificate.id = ANY($1) ORDER BY certificate.id FOR KEY SHARE OF personal_value
"""
_TAKE = """
INSERT INTO status_place (id, status_list, place, certificate, certificate_event, valid_from, recorded_at)
SELECT id, (id - 1) / $6 + 1, place, certificate, certificate_event, valid_from, $5
FROM (SELECT nextval(pg_get_serial_sequence('status_place', 'id')) AS id, asked.*
    FROM unnest($1::integer[], $2::uuid[], $3::bigint[], $4::date[])
        AS asked (place, certificate, certificate_event, valid_from)) AS numbered
ORDER BY 2, 3
ON CONFLICT (status_list, place) DO NOTHING RETURNING id, status_list, place, certificate
"""
"""In the order of places, so that of two who ask at once one waits for the other, and not each for the other.

Half a list is given, and the next begins.
"""
_COLUMNS = ("address", "status_place", "certificate", "kid", "jws", "recorded_at")
_ADDRESSES = """
SELECT DISTINCT ON (certificate) certificate, address FROM credential WHERE certificate = ANY($1) ORDER BY certificate, id DESC
"""
_GIVEN_TO = "SELECT certificate FROM status_place WHERE status_list = $1 AND place = $2"
_NOTHING_REVOKED = bits_of(())


class NotSigned(RuntimeError):
    """What was about to be signed, or was, is not what a verifier accepts; nothing of it is kept."""


class _Kept:
    """In whose name this process signs: the registry's own address."""

    base_url: str | None = None


@dataclass(frozen=True, slots=True)
class _Due:
    certificate: UUID
    event: int
    valid_from: date
    address: UUID
    replaces: bool


def sign_as(base_url: str) -> None:
    """From now on this process signs as the registry with this address."""
    _Kept.base_url = base_url


def issuer(name: str) -> Issuer:
    """The registry at its own address, under the name of a certification body. Raises SigningKeyRefused without an address."""
    if _Kept.base_url is None:
        raise SigningKeyRefused("This process was given no address in whose name it signs.")
    return Issuer(_Kept.base_url, name)


def did() -> str:
    """The registry's own address as a decentralised identifier. Raises SigningKeyRefused without an address."""
    return issuer("").did


async def public_keys() -> list[dict[str, str]]:
    """The keys whose credentials count, the one that signs now first."""
    return await signing_keys.published(Use.CREDENTIAL)


async def sign(certificates: Collection[UUID], *, now: datetime) -> int:
    """Sign what is due of these certificates inside the open transaction; returns how many that were.

    Holders are told of a file that takes the place of another. The same number of questions however many they are. Without
    a key nothing is signed now. Raises NotSigned.
    """
    if not certificates:
        return 0
    try:
        signer = await signing_keys.active(Use.CREDENTIAL)
        issuer("")
    except SigningKeyRefused:
        return 0
    connection = current_connection()
    rows = await connection.fetch(_DUE, list(certificates))
    issued = await by_ids(row["id"] for row in rows)
    due = []
    for row in rows:
        begins = issued[row["id"]].snapshot.valid_from
        if row["kind"] == "reinstated":
            begins = max(begins, row["effective_on"])
        if _stands(issued[row["id"]], max(begins, amsterdam_day(now)), now):
            due.append(_Due(row["id"], row["event"], begins, row["address"] or uuid4(), row["address"] is not None))
    if due:
        await _sign(due, issued, signer, connection=connection, now=now)
        replaced = [Replaced(issued[each.certificate], each.valid_from) for each in due if each.replaces]
        await tell_replaced(replaced, now=now)
    return len(due)


async def certificate_at(place: Place) -> UUID | None:
    """Of which certificate the place tells the status; none where it was never given."""
    rows = await fetch(_GIVEN_TO, place.status_list, place.index)
    return rows[0]["certificate"] if rows else None


async def current(address: UUID) -> str | None:
    """The credential that counts now of the certificate with this address; none for an unknown one, or who was erased."""
    rows = await fetch("SELECT jws FROM credential WHERE address = $1 ORDER BY id DESC LIMIT 1", address)
    return rows[0]["jws"] if rows else None


async def address_of(certificate: UUID) -> UUID | None:
    """The secret address of a certificate's credential, for its holder alone."""
    return (await addresses_of([certificate])).get(certificate)


async def addresses_of(certificates: Collection[UUID]) -> dict[UUID, UUID]:
    """As `address_of`, of many at once; without those that have none."""
    rows = await fetch(_ADDRESSES, list(certificates))
    return {row["certificate"]: row["address"] for row in rows}


def _stands(issued: Issued, day: date, now: datetime) -> bool:
    return issued.status_on(day, now) in {Status.VALID, Status.NOT_YET_VALID}


async def _sign(
    due: Sequence[_Due], issued: dict[UUID, Issued], signer: Signer, *, connection: Connection, now: datetime
) -> None:
    names = await personal_data.reveal(issued[each.certificate].holder for each in due)
    [jwk] = [each for each in await signing_keys.published(Use.CREDENTIAL) if each["kid"] == signer.kid]
    places = await _places(due, connection=connection, now=now)
    records = []
    for each in due:
        number, place = places[each.certificate]
        certificate = issued[each.certificate]
        name = names[certificate.holder]
        holder = str(Name(name["given"], name["prefix"], name["family"]))
        instance = Instance(each.address, uuid4(), holder, each.valid_from, place, now)
        jws = _signed(certificate, instance, signer, jwk)
        records.append((each.address, number, each.certificate, signer.kid, jws, now))
    await connection.copy_records_to_table("credential", columns=_COLUMNS, records=records)


def _signed(certificate: Issued, instance: Instance, signer: Signer, jwk: dict[str, str]) -> str:
    """One credential, looked at before it is signed and, as a stranger would, after. Raises NotSigned."""
    ours = issuer(certificate.snapshot.body)
    claims = payload(certificate.snapshot, instance, ours)
    try:
        check_shape(claims)
    except ValueError as error:
        raise NotSigned(f"{certificate.number}: {error}") from error
    jws = signed(claims, did=ours.did, signer=signer)
    known = Known(ours, {key_name(ours.did, signer.kid): public_key(jwk)}, lambda _: _NOTHING_REVOKED)
    judged = judge(jws, known, at=datetime.fromisoformat(claims["validFrom"]))
    if judged.verdict is not Verdict.VALID:
        raise NotSigned(f"{certificate.number}: {judged.verdict}")
    return jws


async def _places(due: Sequence[_Due], *, connection: Connection, now: datetime) -> dict[UUID, tuple[int, Place]]:
    """For each certificate a place, drawn at random, that nobody had, and its number. Raises NotSigned."""
    taken: dict[UUID, tuple[int, Place]] = {}
    for _ in range(_TRIES):
        asked = [
            (secrets.randbelow(PLACES), each.certificate, each.event, each.valid_from)
            for each in due
            if each.certificate not in taken
        ]
        rows = await connection.fetch(_TAKE, *map(list, zip(*asked, strict=True)), now, FULL)
        taken |= {row["certificate"]: (row["id"], Place(row["status_list"], row["place"])) for row in rows}
        if len(taken) == len(due):
            return taken
    raise NotSigned(f"no place was free for {len(due) - len(taken)} credentials")
