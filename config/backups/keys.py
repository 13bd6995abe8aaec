"""The keys that sign access tokens: in a backup only where it is locked."""

import os
from collections.abc import Mapping

from config.settings import Settings


def read(settings: Settings) -> dict[str, bytes]:
    """The file of keys of this place, if it has one."""
    file = settings.token_key_file
    return {file.name: file.read_bytes()} if file.is_file() else {}


def put_back(keys: Mapping[str, bytes], settings: Settings) -> list[str]:
    """Write the file where this place expects it, for its owner alone; says so. One that is there stays."""
    file = settings.token_key_file
    if not keys:
        return []
    if file.exists():
        return [f"The token keys in {file} stay as they are."]
    file.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as written:
        written.write(next(iter(keys.values())))
    return [f"The token keys are in {file}."]
