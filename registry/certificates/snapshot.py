"""The certificate as issued: all that ISO/IEC 17024, 9.4.8 asks, in one form that never changes."""

from datetime import date

import msgspec

from registry.schemes.rules import ScopeItem


class TakenOver(msgspec.Struct, frozen=True, rename="camel"):
    """Who issued a certificate that was taken over: the body, its number and scheme there, and the document that says so."""

    issuer: str
    number: str
    scheme: str
    source: str


class Snapshot(msgspec.Struct, frozen=True, rename="camel", omit_defaults=True):
    """What stands on a certificate. `holder` is the hex commitment of the name, so that the person can be erased.

    `valid_until` is the last day; `limits` are the parts of the scheme that this certificate does not cover, and the two
    versions name the conditions under which it is valid. The hash of the certificate is SHA-256 of this struct's canonical
    JSON; what has its default is left out of that, so that what older software issued keeps its hash.
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
    taken_over: TakenOver | None = None
    scheme_effective_from: date | None = None
    limits: tuple[ScopeItem, ...] = ()
    terms_version: str = ""
    code_of_conduct_version: str = ""
