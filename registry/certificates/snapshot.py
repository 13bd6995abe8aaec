"""The certificate as issued: all that ISO/IEC 17024, 9.4.8 asks, in one form that never changes."""

from datetime import date

import msgspec

from registry.schemes.rules import ScopeItem


class Snapshot(msgspec.Struct, frozen=True, rename="camel"):
    """What stands on a certificate. `holder` is the hex commitment of the name, so that the person can be erased.

    `valid_until` is the last day; the hash of the certificate is SHA-256 of this struct's canonical JSON.
    """

    number: str
    holder: str
    scheme: str
    scheme_name_nl: str
    scheme_name_en: str
    scheme_version: int
    scope: tuple[ScopeItem, ...]
    body: str
    valid_from: date
    valid_until: date
    issued_on: date
    evidence: str
