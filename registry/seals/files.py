"""The key of the seal as it lies, encrypted PKCS#8, and its certificates in one PEM file.

The first certificate is the key's own. Behind it stand those above it, and whatever else sealed before: the seals of all
certificates in the file are known, and those that signed themselves are what they rest on.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePrivateKey, generate_private_key
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import NameOID

from registry import private_files
from registry.signing_keys.files import SigningKeyRefused, read_passphrase, read_private

SealKey = EllipticCurvePrivateKey | RSAPrivateKey
_LASTS = timedelta(days=3650)
_BEFORE = timedelta(days=1)
_ORGANISATION = "Adviseursregister"


@dataclass(frozen=True, slots=True)
class Seal:
    """What seals now: the key, and the certificates that go along: the key's own, and each that stands above the last."""

    private: SealKey
    certificates: tuple[x509.Certificate, ...]


@dataclass(slots=True)
class SealFiles:
    """Where the key of the seal, its certificates and the passphrase lie. The key is decrypted once for as long as it stays."""

    key: Path
    certificates: Path
    passphrase: Path
    kept: tuple[tuple[int, ...] | None, SealKey] | None = field(default=None, init=False, repr=False, compare=False)

    def opened(self, *, now: datetime) -> Seal:
        """The seal as it is set now. Raises SigningKeyRefused where there is none, or it cannot be used."""
        if not self.key.is_file():
            raise SigningKeyRefused(f"There is no key of the seal in {self.key}.")
        private, certificates = self._private(), self.known()
        if private is None or not certificates or certificates[0].public_key() != private.public_key():
            raise SigningKeyRefused(f"The first certificate in {self.certificates} is not that of the key of the seal.")
        if not certificates[0].not_valid_before_utc <= now <= certificates[0].not_valid_after_utc:
            raise SigningKeyRefused(f"The certificate of the seal in {self.certificates} is not valid now.")
        return Seal(private, tuple(_upwards(certificates)))

    def _private(self) -> SealKey | None:
        """The key, opened anew where its file was replaced, written or opened to others; none for one of another kind."""
        seen = private_files.seen(self.key)
        if self.kept is not None and self.kept[0] == seen:
            return self.kept[1]
        try:
            private = load_pem_private_key(read_private(self.key), password=read_passphrase(self.passphrase))
        except (ValueError, TypeError) as error:
            if isinstance(error, SigningKeyRefused):
                raise
            raise SigningKeyRefused(
                f"The key of the seal {self.key} does not open with the passphrase in {self.passphrase}."
            ) from error
        if not isinstance(private, SealKey):
            return None
        self.kept = (seen, private)
        return private

    def known(self) -> tuple[x509.Certificate, ...]:
        """Every certificate in the file; none where there is no file. Raises SigningKeyRefused for a file that is none."""
        try:
            return tuple(x509.load_pem_x509_certificates(self.certificates.read_bytes()))
        except FileNotFoundError:
            return ()
        except (OSError, ValueError) as error:
            raise SigningKeyRefused(f"The certificates of the seal in {self.certificates} cannot be read.") from error


def make_seal_if_absent(files: SealFiles, *, now: datetime) -> None:
    """A seal that only this place trusts. For development only: a real one comes from a trust service.

    The key above it is kept nowhere: nothing else is ever certified with it.
    """
    if files.key.exists():
        return
    files.key.parent.mkdir(parents=True, exist_ok=True)
    private, certificates = self_made(now=now)
    files.certificates.write_bytes(pem(certificates))
    encrypted = private.private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(read_passphrase(files.passphrase))
    )
    private_files.make_if_absent(files.key, lambda: encrypted)


def _upwards(certificates: Sequence[x509.Certificate]) -> Iterator[x509.Certificate]:
    """The first, and each that stands above the one before, as far as they are there."""
    by_name = {each.subject: each for each in reversed(certificates[1:])}
    each: x509.Certificate | None = certificates[0]
    while each is not None:
        yield each
        each = None if each.subject == each.issuer else by_name.pop(each.issuer, None)


def pem(certificates: Sequence[x509.Certificate]) -> bytes:
    """The certificates as a file has them."""
    return b"".join(each.public_bytes(Encoding.PEM) for each in certificates)


def self_made(*, now: datetime) -> tuple[EllipticCurvePrivateKey, tuple[x509.Certificate, x509.Certificate]]:
    """A key with its certificate, and the one above that, which signed itself."""
    above, private = generate_private_key(SECP256R1()), generate_private_key(SECP256R1())
    root, own = _name("Proefwortel van het Adviseursregister"), _name("Proefzegel van het Adviseursregister")
    top = (
        _begun(root, root, above, now=now)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs_certificates=True), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(above.public_key()), critical=False)
        .sign(above, SHA256())
    )
    leaf = (
        _begun(own, root, private, now=now)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs_certificates=False), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(private.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(above.public_key()), critical=False)
        .sign(above, SHA256())
    )
    return private, (leaf, top)


def _begun(
    subject: x509.Name, issuer: x509.Name, private: EllipticCurvePrivateKey, *, now: datetime
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(private.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _BEFORE)
        .not_valid_after(now + _LASTS)
    )


def _name(common: str) -> x509.Name:
    return x509.Name(
        [x509.NameAttribute(NameOID.ORGANIZATION_NAME, _ORGANISATION), x509.NameAttribute(NameOID.COMMON_NAME, common)]
    )


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        content_commitment=not signs_certificates,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )
