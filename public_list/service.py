"""The public list and the check of one number, computed from what stands at this instant."""

from collections.abc import Sequence
from datetime import date, datetime

from public_list import rules
from public_list.rules import Checked, Entry, Holding, Wanted
from registry.certificates import service as certificates
from registry.certificates.errors import UnknownCertificate
from registry.certificates.service import Issued
from registry.days import amsterdam_day
from registry.numbering import read_certificate_number
from registry.organisations import service as organisations
from registry.people import service as people
from registry.people.rules import Name
from registry.people.tables import Adviser, Employment
from registry.personal_data import service as personal_data
from registry.schemes import service as schemes
from registry.texts import Text


async def search(wanted: Wanted, *, now: datetime) -> list[Entry]:
    """The certified advisers who let themselves be listed and who answer the question, by name."""
    holdings = await _holdings(await certificates.everything(), day=amsterdam_day(now), now=now)
    return rules.found(rules.entries(holdings), wanted)


async def check(typed: str, *, day: date | None, now: datetime) -> Checked:
    """Status, dates and scheme of a number, for ever, today or on another day, as known now.

    Raises Invalid for what is no number, with a suggestion; UnknownCertificate for one that was never issued.
    """
    number = read_certificate_number(typed)
    asked = day or amsterdam_day(now)
    holdings = await _holdings([await certificates.by_number(number)], day=asked, now=now)
    if not holdings:
        raise UnknownCertificate(number=number)
    return rules.checked(holdings[0], asked)


async def _holdings(issued: Sequence[Issued], *, day: date, now: datetime) -> list[Holding]:
    """Certificates with all that is known of their holders, in a handful of queries however many they are."""
    advisers = list({each.adviser for each in issued})
    profiles = {row["id"]: row for row in await Adviser.select().where(Adviser.id.is_in(advisers))} if advisers else {}
    consent = await people.consents(advisers)
    names = await personal_data.reveal(each.holder for each in issued)
    employers = await _employers([row["person"] for row in profiles.values()], amsterdam_day(now))
    versions = {(each.scheme_code, each.number): each for each in await schemes.versions()}
    holdings = []
    for each in issued:
        status, status_now = each.status_on(day, now), each.status_on(amsterdam_day(now), now)
        if status is None or status_now is None:
            continue
        profile, snapshot = profiles[each.adviser], each.snapshot
        name = names.get(each.holder)
        holdings.append(
            Holding(
                number=each.number,
                adviser=each.adviser,
                status=status,
                status_now=status_now,
                scheme=Text(snapshot.scheme_name_nl, snapshot.scheme_name_en),
                valid_from=snapshot.valid_from,
                valid_until=snapshot.valid_until,
                name=Name(name["given"], name["prefix"], name["family"]) if name else None,
                employer=employers.get(profile["person"]),
                provinces=tuple(profile["provinces"]),
                specialisms=tuple(profile["specialisms"]),
                consent=consent.get(each.adviser, frozenset()),
                publication=versions[snapshot.scheme, snapshot.scheme_version].rules.publication,
            ),
        )
    return holdings


async def _employers(persons: Sequence[object], day: date) -> dict[object, str]:
    if not persons:
        return {}
    rows = await Employment.select(Employment.person, Employment.employer).where(
        Employment.person.is_in(list(persons)),
        Employment.valid_from <= day,
        (Employment.valid_to.is_null()) | (Employment.valid_to >= day),
    )
    names = await organisations.names_of({row["employer"] for row in rows})
    return {row["person"]: names[row["employer"]] for row in rows}
