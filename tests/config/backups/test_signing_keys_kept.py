"""Keys that sign credentials, and their passphrase, go along in a backup and come back where they were."""

from pathlib import Path

from config.backups import keys
from config.settings import read_settings
from registry.signing_keys.files import KeyFolder, make_passphrase_if_absent
from registry.signing_keys.rules import Use


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
