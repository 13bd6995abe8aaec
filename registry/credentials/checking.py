"""Telling somebody who brings a credential what it is worth, by what this registry knows itself; nothing is fetched."""

from collections.abc import Mapping
from datetime import datetime

from registry.credentials import publishing, service
from registry.credentials.signing import public_key
from registry.credentials.verifying import Judged, Known, Verdict, judge
from registry.texts import Text

TEXTS: Mapping[Verdict, Text] = {
    Verdict.UNREADABLE: Text(
        "Dit is geen certificaat als bestand, of het is beschadigd.", "This is no certificate as a file, or it is damaged."
    ),
    Verdict.FOREIGN_ISSUER: Text("Dit bestand komt niet uit dit register.", "This file does not come from this registry."),
    Verdict.FOREIGN_KEY: Text(
        "Dit bestand is niet ondertekend met een sleutel die dit register vertrouwt.",
        "This file is not signed with a key that this registry trusts.",
    ),
    Verdict.CHANGED: Text("Dit bestand is veranderd nadat het is ondertekend.", "This file was changed after it was signed."),
    Verdict.CONTRADICTORY: Text("Dit bestand spreekt zichzelf tegen.", "This file contradicts itself."),
    Verdict.UNKNOWN_STATUS: Text(
        "Of dit certificaat geldt, is niet bekend.", "It is not known whether this certificate is valid."
    ),
    Verdict.REVOKED: Text(
        "Dit bestand geldt niet: het certificaat is geschorst of beëindigd, of er is een nieuw bestand.",
        "This file is not valid: the certificate is suspended or ended, or there is a new file.",
    ),
    Verdict.NOT_YET_VALID: Text("Dit certificaat geldt nog niet.", "This certificate is not valid yet."),
    Verdict.EXPIRED: Text("Dit certificaat is verlopen.", "This certificate has expired."),
    Verdict.VALID: Text("Dit certificaat is echt en geldig.", "This certificate is genuine and valid."),
}
"""What somebody is told."""


async def checked(credential: str, *, at: datetime, now: datetime) -> Judged:
    """The credential as it stands, or stood, at a moment, by the lists as they were published then."""
    lists = await publishing.revoked(at=min(at, now))
    ours = service.issuer("")
    keys = {f"{ours.did}#{each['kid']}": public_key(each) for each in await service.public_keys()}
    return judge(credential, Known(ours, keys, lists.get), at=at)
