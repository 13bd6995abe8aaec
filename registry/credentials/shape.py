"""The shape of what is signed, so that nothing else ever is: our own schema of the credentials that this registry makes.

It says what the JSON schema of Open Badges 3.0 demands of an AchievementCredential, and is narrower: no other member, one
status entry, every type as that schema wants it (a list, but for identities, identifiers, the status and the refreshing).
Likewise of an endorsement.
"""

from datetime import datetime
from typing import Annotated, Any, Literal, TypeVar

import msgspec
from msgspec import Meta

from registry.credentials.payload import CONTEXTS

_Kind = TypeVar("_Kind", bound=msgspec.Struct)
_Said = Annotated[str, Meta(min_length=1)]
_Instant = Annotated[str, Meta(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")]
_Address = Annotated[str, Meta(pattern=r"^https?://[^\s]+$")]
_Did = Annotated[str, Meta(pattern=r"^did:web:[^\s/]+$")]
_Subject = Annotated[str, Meta(pattern=r"^urn:uuid:[0-9a-f-]{36}$")]
_Index = Annotated[str, Meta(pattern=r"^(0|[1-9][0-9]{0,5})$")]


class Misshapen(ValueError):
    """What must not be signed; the text says where it is wrong."""


class _Strict(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="camel"):
    """Nothing that is not named."""


class _Issuer(_Strict, frozen=True):
    id: _Did
    type: tuple[Literal["Profile"]]
    name: _Said
    url: _Address


class _Identity(_Strict, frozen=True):
    type: Literal["IdentityObject"]
    hashed: bool
    identity_hash: _Said
    identity_type: Literal["name"]


class _Criteria(_Strict, frozen=True):
    id: _Address
    narrative: _Said


class _Achievement(_Strict, frozen=True):
    id: _Address
    type: tuple[Literal["Achievement"]]
    achievement_type: Literal["Certification"]
    name: _Said
    description: _Said
    in_language: Literal["nl"]
    version: _Said
    criteria: _Criteria


class _AchievementSubject(_Strict, frozen=True):
    id: _Subject
    type: tuple[Literal["AchievementSubject"]]
    license_number: _Said
    identifier: tuple[_Identity]
    achievement: _Achievement


class _Status(_Strict, frozen=True):
    id: _Address
    type: Literal["BitstringStatusListEntry"]
    status_purpose: Literal["revocation"]
    status_list_index: _Index
    status_list_credential: _Address


class _Refresh(_Strict, frozen=True):
    id: _Address
    type: Literal["1EdTechCredentialRefresh"]


class _Credential(_Strict, frozen=True):
    context: tuple[str, ...] = msgspec.field(name="@context")
    id: _Address
    type: tuple[Literal["VerifiableCredential"], Literal["OpenBadgeCredential"]]
    name: _Said
    issuer: _Issuer
    valid_from: _Instant
    valid_until: _Instant
    awarded_date: _Instant
    credential_subject: _AchievementSubject
    credential_status: _Status
    refresh_service: _Refresh
    iss: _Did
    jti: _Address
    sub: _Subject
    iat: int
    nbf: int
    exp: int


class _EndorsementSubject(_Strict, frozen=True):
    id: _Did
    type: tuple[Literal["EndorsementSubject"]]
    endorsement_comment: _Said


class _Endorsement(_Strict, frozen=True):
    context: tuple[str, ...] = msgspec.field(name="@context")
    id: _Address
    type: tuple[Literal["VerifiableCredential"], Literal["EndorsementCredential"]]
    name: _Said
    issuer: _Issuer
    valid_from: _Instant
    valid_until: _Instant
    awarded_date: _Instant
    credential_subject: _EndorsementSubject
    refresh_service: _Refresh
    iss: _Did
    jti: _Address
    sub: _Did
    iat: int
    nbf: int
    exp: int


def check_shape(claims: dict[str, Any]) -> None:
    """Raises Misshapen for claims that are not those of a credential of ours."""
    read = _read(claims, _Credential)
    _check_agrees(
        read,
        {
            "hashed": read.credential_subject.identifier[0].hashed is False,
            "credentialStatus": read.credential_status.id
            == f"{read.credential_status.status_list_credential}#{read.credential_status.status_list_index}",
        },
    )


def check_endorsement(claims: dict[str, Any]) -> None:
    """Raises Misshapen for claims that are not those of an endorsement of ours."""
    _check_agrees(_read(claims, _Endorsement), {})


def _read(claims: dict[str, Any], kind: type[_Kind]) -> _Kind:
    try:
        return msgspec.convert(claims, kind)
    except msgspec.ValidationError as error:
        raise Misshapen(str(error)) from error


def _check_agrees(read: _Credential | _Endorsement, more: dict[str, bool]) -> None:
    """What is said twice is said alike."""
    try:
        begins, ends = (datetime.fromisoformat(each) for each in (read.valid_from, read.valid_until))
    except ValueError as error:
        raise Misshapen(str(error)) from error
    holds = {
        "@context": read.context == CONTEXTS,
        "validUntil": begins <= ends,
        "iss": read.iss == read.issuer.id,
        "jti": read.jti == read.id == read.refresh_service.id,
        "sub": read.sub == read.credential_subject.id,
        "nbf": read.nbf == int(begins.timestamp()),
        "exp": read.exp == int(ends.timestamp()),
        **more,
    }
    if wrong := [name for name, each in holds.items() if not each]:
        raise Misshapen(f"these do not agree with the rest: {', '.join(wrong)}")
