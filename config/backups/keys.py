"""The keys of this place, in a backup only where it is locked: those that sign access tokens or credentials, with the
passphrase of the latter, the one of second factors, and the seal on PDFs.
"""

import re
from collections.abc import Mapping
from pathlib import Path

from config.settings import Settings
from registry import private_files

_TOKENS, _SECOND_FACTORS, _PASSPHRASE = "token-key.pem", "second-factor-key", "signing-passphrase"
_SEAL, _SEAL_CERTIFICATES = "seal-key.pem", "seal-certificates.pem"
_SIGNING = re.compile(r"signing-keys/([a-z]+-[A-Za-z0-9_-]{43}\.pem)")
"""What they are called in a backup, whatever their files are called in this place."""


def read(settings: Settings) -> dict[str, bytes]:
    """The files of keys, as far as this place has them."""
    files = {
        _TOKENS: settings.token_key_file,
        _SECOND_FACTORS: settings.second_factor_key_file,
        _PASSPHRASE: settings.signing_passphrase_file,
        _SEAL: settings.seal_key_file,
        _SEAL_CERTIFICATES: settings.seal_certificates_file,
        **{f"signing-keys/{file.name}": file for file in sorted(settings.signing_keys.glob("*.pem"))},
    }
    return {name: file.read_bytes() for name, file in files.items() if file.is_file()}


def put_back(keys: Mapping[str, bytes], settings: Settings) -> list[str]:
    """Write each file where this place expects it, for its owner alone; says so, also when it fails. One that is there stays.

    An older backup has the keys of tokens alone, under any name.
    """
    told = []
    for name, content in keys.items():
        try:
            told.append(_put(name, content, settings))
        except OSError as error:
            told.append(f"{error.filename or name} could not be written: {error.strerror or error}.")
    return told


def _put(name: str, content: bytes, settings: Settings) -> str:
    if name == _SECOND_FACTORS:
        return _put_sealing(content, settings.second_factor_key_file, what="The key of second factors")
    if name == _PASSPHRASE:
        return _put_sealing(content, settings.signing_passphrase_file, what="The passphrase of signing keys")
    if name == _SEAL:
        return _put_sealing(content, settings.seal_key_file, what="The key of the seal")
    if name == _SEAL_CERTIFICATES:
        return _put_sealing(content, settings.seal_certificates_file, what="The certificates of the seal")
    if signing := _SIGNING.fullmatch(name):
        return _put_signing(content, settings.signing_keys / signing[1])
    return _put_tokens(content, settings.token_key_file)


def _put_signing(content: bytes, file: Path) -> str:
    """A key has the name of its thumbprint: one that is there is the same one."""
    if file.exists():
        return f"The signing key {file} stays as it is."
    private_files.make(file, content)
    return f"A signing key is in {file}."


def _put_tokens(content: bytes, file: Path) -> str:
    if file.exists():
        return f"The token keys in {file} stay as they are."
    private_files.make(file, content)
    return f"The token keys are in {file}."


def _put_sealing(content: bytes, file: Path, *, what: str) -> str:
    """Another key that is there stays; the backup's lies beside it, for nothing else opens what it sealed."""
    if not file.exists():
        private_files.make(file, content)
        return f"{what} is in {file}."
    if file.read_bytes().strip() == content.strip():
        return f"{what} in {file} is that of the backup."
    beside = file.with_name(f"{file.name}.of-the-backup")
    private_files.make(beside, content)
    return f"{what} in {file} is another than that of the backup, which is in {beside}."
