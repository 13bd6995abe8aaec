"""The seal as it lies: made once for development, and refused wherever it cannot be set."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, PrivateFormat

from registry.seals.files import SealFiles, make_seal_if_absent, pem, self_made
from registry.signing_keys.files import SigningKeyRefused, read_passphrase
from tests.registry.making import NOW
from tests.registry.seals.sealing_here import seal

__all__ = ["seal"]


def test_it_is_made_once(seal: SealFiles) -> None:
    """For its owner alone, encrypted; the key above it is nowhere."""
    made = seal.key.read_bytes()
    make_seal_if_absent(seal, now=NOW + timedelta(days=9))
    assert seal.key.read_bytes() == made
    assert made.startswith(b"-----BEGIN ENCRYPTED PRIVATE KEY-----")
    assert seal.key.stat().st_mode & 0o777 == 0o600
    assert len(seal.opened(now=NOW).certificates) == 2
    assert len(list(seal.key.parent.iterdir())) == 3


def test_the_key_is_decrypted_once_for_as_long_as_its_file_stays(seal: SealFiles) -> None:
    """Not for every PDF; another key in its place, or one that others can read, is seen all the same."""
    first = seal.opened(now=NOW).private
    assert seal.opened(now=NOW + timedelta(days=1)).private is first
    seal.key.unlink()
    seal.certificates.unlink()
    make_seal_if_absent(seal, now=NOW)
    assert seal.opened(now=NOW).private.public_key() != first.public_key()
    seal.key.chmod(0o640)
    with pytest.raises(SigningKeyRefused, match="can be read by others"):
        seal.opened(now=NOW)


def test_certificates_of_before_are_known_and_do_not_go_along(seal: SealFiles) -> None:
    """Behind those that seal now."""
    _, before = self_made(now=NOW)
    seal.certificates.write_bytes(seal.certificates.read_bytes() + pem(before))
    assert len(seal.known()) == 4
    assert seal.opened(now=NOW).certificates == seal.known()[:2]


@pytest.mark.parametrize(
    ("harm", "told"),
    [
        (lambda files: files.key.unlink(), "There is no key of the seal"),
        (lambda files: files.key.chmod(0o640), "can be read by others"),
        (lambda files: files.passphrase.chmod(0o604), "can be read by others"),
        (lambda files: files.passphrase.write_text("another passphrase of a test"), "does not open"),
        (lambda files: files.key.write_bytes(b"no key"), "does not open"),
        (lambda files: files.certificates.unlink(), "is not that of the key"),
        (lambda files: files.certificates.write_bytes(b"none"), "cannot be read"),
        (lambda files: files.certificates.write_bytes(pem(self_made(now=NOW)[1])), "is not that of the key"),
    ],
)
def test_what_cannot_seal_is_refused(seal: SealFiles, harm: Callable[[SealFiles], object], told: str) -> None:
    """In a sentence that says why."""
    harm(seal)
    with pytest.raises(SigningKeyRefused, match=told):
        seal.opened(now=NOW)


@pytest.mark.parametrize("days", [-2, 3651])
def test_a_certificate_outside_its_time_seals_nothing(seal: SealFiles, days: int) -> None:
    """Nobody would believe it."""
    with pytest.raises(SigningKeyRefused, match="is not valid now"):
        seal.opened(now=NOW + timedelta(days=days))


def test_a_key_of_another_kind_is_refused_with_these_certificates(seal: SealFiles) -> None:
    """RSA may seal, with a certificate of its own."""
    private = rsa.generate_private_key(65537, 2048)
    secret = BestAvailableEncryption(read_passphrase(seal.passphrase))
    seal.key.write_bytes(private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, secret))
    with pytest.raises(SigningKeyRefused, match="is not that of the key"):
        seal.opened(now=NOW)
