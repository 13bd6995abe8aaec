"""What credentials cost beside bare ES256 of `cryptography`: signing them where a certificate is issued, and checking one.

Issued is all that a grant adds for them: payload, check of its shape, signature, own verdict, place, row and leaf of the log;
beside a bare signature and one INSERT for each. In turns, in the same run, on a PostgreSQL that this script starts for itself.
Run `python -m benchmarks.credentials [--quick] [--json FILE]`; it ends with code 1 when a goal is short.
"""

import asyncio
import sys
import tempfile
import time
from collections.abc import Awaitable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from benchmarks import figures
from benchmarks.certificates import _postgresql

if TYPE_CHECKING:
    from registry.signing_keys.files import FileSigner

AT_ONCE, ROUNDS, FEWER = 1_000, 7, 3
ONE_BY_ONE = 200
OF_BARE_ISSUE, OF_BARE_VERIFY = 5.0, 2.0
"""Goals."""
_TURNS = 5
_BARE_TABLE = "CREATE TABLE bare_credential (id bigserial PRIMARY KEY, jws text NOT NULL, recorded_at timestamptz NOT NULL)"
_BARE = "INSERT INTO bare_credential (jws, recorded_at) VALUES ($1, $2)"


async def _seconds(act: Awaitable[object]) -> float:
    begun = time.perf_counter()
    await act
    return time.perf_counter() - begun


async def _begun(folder: Path, now: datetime) -> "FileSigner":
    """The registry has a key and an address; the key itself, for the bare signatures."""
    from registry.credentials import service as credentials  # noqa: PLC0415 - Piccolo is configured by now
    from registry.signing_keys import rotating  # noqa: PLC0415 - likewise
    from registry.signing_keys import service as keys  # noqa: PLC0415 - likewise
    from registry.signing_keys.files import KeyFolder, make_passphrase_if_absent  # noqa: PLC0415 - likewise
    from registry.signing_keys.rules import Use  # noqa: PLC0415 - likewise

    make_passphrase_if_absent(folder / "passphrase", "a passphrase of a benchmark")
    kept = KeyFolder(folder / "keys", folder / "passphrase")
    keys.keep_keys(kept)
    credentials.sign_as("https://register.example")
    await rotating.begin([Use.CREDENTIAL], now=now)
    return kept.signer((await keys.active(Use.CREDENTIAL)).kid, Use.CREDENTIAL)


async def _issued(certificates: Sequence[UUID], *, now: datetime) -> None:
    """What a grant does for the credentials of these certificates."""
    from registry.credentials import service as credentials  # noqa: PLC0415 - Piccolo is configured by now
    from registry.public_log import service as public_log  # noqa: PLC0415 - likewise
    from registry.transactions import transaction  # noqa: PLC0415 - likewise

    async with transaction():
        signed = await credentials.sign(certificates, now=now)
        logged = await public_log.log_certificate_events(certificates, at=now)
    if (signed, logged) != (len(certificates), len(certificates)):
        raise RuntimeError("not all was signed and logged: these figures would mean nothing")


async def _bare(messages: Sequence[bytes], private: EllipticCurvePrivateKey, *, now: datetime) -> None:
    """A signature and an INSERT for each, in one transaction."""
    from registry.transactions import transaction  # noqa: PLC0415 - Piccolo is configured by now

    async with transaction() as connection:
        for message in messages:
            signature = private.sign(message, ECDSA(SHA256()))
            await connection.execute(_BARE, f"{message.decode()}.{signature.hex()}", now)


async def _issuing(certificates: Sequence[UUID], signer: "FileSigner") -> list[figures.Row]:
    """Each round signs certificates of its own; the first counts for nothing."""
    from benchmarks import credential_ground  # noqa: PLC0415 - Piccolo is configured by now
    from benchmarks.certificate_ground import NOW  # noqa: PLC0415 - likewise
    from registry.transactions import engine  # noqa: PLC0415 - likewise

    assert isinstance(signer.private, EllipticCurvePrivateKey)  # noqa: S101  of credentials it is one
    await engine().run_ddl(_BARE_TABLE)
    together, bare, single, bare_single = [], [], [], []
    for begin in range(0, len(certificates), AT_ONCE + ONE_BY_ONE):
        now = NOW + timedelta(seconds=begin)
        many = certificates[begin : begin + AT_ONCE]
        few = certificates[begin + AT_ONCE : begin + AT_ONCE + ONE_BY_ONE]
        together.append(await _seconds(_issued(many, now=now)))
        messages = [each.rpartition(".")[0].encode() for each in await credential_ground.credentials_of(many)]
        bare.append(await _seconds(_bare(messages, signer.private, now=now)))
        single += [await _seconds(_issued([each], now=now)) for each in few]
        bare_single += [await _seconds(_bare([each], signer.private, now=now)) for each in messages[:ONE_BY_ONE]]
    measured, reference = median(together[1:]), median(bare[1:])
    one, of_one = median(single[ONE_BY_ONE:]), median(bare_single[ONE_BY_ONE:])
    return [
        figures.row(
            f"issue {AT_ONCE:,} / bare ES256 and INSERT, s", measured=measured, reference=reference, goal=OF_BARE_ISSUE
        ),
        figures.row("issue one, committed / bare ES256 and INSERT, s", measured=one, reference=of_one, goal=None),
    ]


async def _verifying(certificates: Sequence[UUID], signer: "FileSigner") -> figures.Row:
    """Of each credential the verdict, and beside it the bare verification of its signature; the quickest of the turns."""
    from benchmarks import credential_ground  # noqa: PLC0415 - Piccolo is configured by now
    from benchmarks.certificate_ground import NOW  # noqa: PLC0415 - likewise
    from registry.credentials import service as credentials  # noqa: PLC0415 - likewise
    from registry.credentials.status_list import bits_of  # noqa: PLC0415 - likewise
    from registry.credentials.verifying import Known, Verdict, judge  # noqa: PLC0415 - likewise

    assert isinstance(signer.private, EllipticCurvePrivateKey)  # noqa: S101  of credentials it is one
    public, ours, bits = signer.private.public_key(), credentials.issuer(""), bits_of(())
    known = Known(ours, {f"{ours.did}#{signer.kid}": public}, lambda _: bits)
    brought = await credential_ground.credentials_of(certificates)
    bare = [credential_ground.signed_and_signature(each) for each in brought]
    at = NOW + timedelta(days=1)
    judged, verified = [], []
    for _ in range(_TURNS):
        begun = time.thread_time()
        verdicts = [judge(each, known, at=at).verdict for each in brought]
        judged.append(time.thread_time() - begun)
        begun = time.thread_time()
        for signed, r, s in bare:
            public.verify(encode_dss_signature(r, s), signed, ECDSA(SHA256()))
        verified.append(time.thread_time() - begun)
    if set(verdicts) != {Verdict.VALID}:
        raise RuntimeError("not every credential is valid: these figures would mean nothing")
    name = f"verify {AT_ONCE:,} / bare ES256, s of CPU"
    return figures.row(name, measured=min(judged), reference=min(verified), goal=OF_BARE_VERIFY)


async def measure(*, rounds: int, folder: Path) -> list[figures.Row]:
    """Every row about credentials."""
    from benchmarks import certificate_ground, credential_ground  # noqa: PLC0415 - Piccolo is configured by now

    async with certificate_ground.registry() as ground:
        certificates = await credential_ground.unsigned(ground, (rounds + 1) * (AT_ONCE + ONE_BY_ONE))
        signer = await _begun(folder, certificate_ground.NOW)
        return [*await _issuing(certificates, signer), await _verifying(certificates[:AT_ONCE], signer)]


def main() -> int:
    """Print a row per figure; 1 when a goal is short."""
    asked = figures.options(__doc__)
    with _postgresql(), tempfile.TemporaryDirectory() as folder:
        rows = asyncio.run(measure(rounds=FEWER if asked.quick else ROUNDS, folder=Path(folder)))
    return figures.tell(rows, json_file=asked.json)


if __name__ == "__main__":
    sys.exit(main())
