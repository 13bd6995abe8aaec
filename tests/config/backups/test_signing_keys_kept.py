"""Keys that sign credentials and the seal on PDFs go along in a backup, and come back where they were."""

from pathlib import Path

from config.backups import keys
from config.settings import Settings, read_settings
from registry.seals.files import SealFiles, make_seal_if_absent
from registry.signing_keys.files import KeyFolder, make_passphrase_if_absent
from registry.signing_keys.rules import Use
from tests.registry.making import NOW


def test_signing_keys_come_back_and_open(tmp_path: Path) -> None:
    """In another place, for their owner alone; and what is there already stays."""
    here, there = (read_settings({"REGISTRY_DATA_FOLDER": str(tmp_path / name)}) for name in ("here", "there"))
    make_passphrase_if_absent(here.signing_passphrase_file, "a passphrase of a test")
    kid = KeyFolder(here.signing_keys, here.signing_passphrase_file).make(Use.CREDENTIAL)["kid"]
    kept = keys.read(here)
    keys.put_back(kept, there)
    assert KeyFolder(there.signing_keys, there.signing_passphrase_file).signer(kid, Use.CREDENTIAL).kid == kid
    [file] = there.signing_keys.glob("*.pem")
    assert file.stat().st_mode & 0o777 == 0o600
    assert "stays as it is" in " ".join(keys.put_back(kept, there))


def seal_of(place: Settings) -> SealFiles:
    """Where a place has its seal."""
    return SealFiles(place.seal_key_file, place.seal_certificates_file, place.signing_passphrase_file)


def test_the_seal_comes_back_and_seals(tmp_path: Path) -> None:
    """With its certificates, for its owner alone; another seal that is there stays, and the backup's lies beside it."""
    here, there, third = (read_settings({"REGISTRY_DATA_FOLDER": str(tmp_path / name)}) for name in ("a", "b", "c"))
    for place in (here, third):
        make_passphrase_if_absent(place.signing_passphrase_file, "a passphrase of a test")
        make_seal_if_absent(seal_of(place), now=NOW)
    kept = keys.read(here)
    keys.put_back(kept, there)
    assert seal_of(there).opened(now=NOW).certificates == seal_of(here).opened(now=NOW).certificates
    assert there.seal_key_file.stat().st_mode & 0o777 == 0o600
    before = third.seal_key_file.read_bytes()
    told = " ".join(keys.put_back(kept, third))
    assert third.seal_key_file.read_bytes() == before
    assert "The key of the seal" in told
    assert third.seal_key_file.with_name(f"{third.seal_key_file.name}.of-the-backup").read_bytes() == kept["seal-key.pem"]
