"""A registry that has a seal of its own, for one test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from registry.seals import service
from registry.seals.files import SealFiles, make_seal_if_absent
from registry.signing_keys.files import make_passphrase_if_absent
from tests.registry.making import NOW


@pytest.fixture
def seal(tmp_path: Path) -> Iterator[SealFiles]:
    """The files of a seal that is set from now on."""
    files = SealFiles(tmp_path / "seal-key.pem", tmp_path / "seal-certificates.pem", tmp_path / "seal-passphrase")
    make_passphrase_if_absent(files.passphrase, "a passphrase of a test")
    make_seal_if_absent(files, now=NOW)
    before = service._Kept.files  # noqa: SLF001  put back afterwards
    service.keep_seal(files)
    yield files
    service._Kept.files = before  # noqa: SLF001  likewise
