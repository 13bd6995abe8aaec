"""How a row that never changes names a personal value without holding it (DESIGN §2.6)."""

import hashlib

SALT_BYTES = 32


def commitment(salt: bytes, value: str) -> bytes:
    """SHA-256(salt ‖ value): says nothing once salt and value are gone, and proves the value while they are there."""
    if len(salt) != SALT_BYTES:
        raise ValueError(f"a salt has {SALT_BYTES} bytes")
    return hashlib.sha256(salt + value.encode()).digest()
