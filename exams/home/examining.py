"""What waits for a training provider about its exams, and for a certifier about figures that were flagged."""

from datetime import datetime

from exams.integrity.reading import cases_for
from registry.days import amsterdam_day
from registry.home.rules import Found, Kind
from registry.permissions import Actor, Permission, Role
from registry.texts import Text

_UPLOADED = "(upload.recorded_at AT TIME ZONE 'Europe/Amsterdam')::date AS day"
_OPEN_UPLOADS = """
upload.provider = ANY($1) AND upload.accepted_at IS NULL AND upload.retracted_at IS NULL
    AND NOT EXISTS (SELECT 1 FROM upload AS next WHERE next.follows = upload.id)
    AND EXISTS (SELECT 1 FROM upload_file WHERE upload_file.upload = upload.id)
"""


async def _cases(actor: Actor, now: datetime) -> Found:  # noqa: ARG001  asked as every finder is
    """The open cases, the oldest first; a party to a case is told nothing of it."""
    found = [each for each in await cases_for(actor) if each.closing is None]
    first = found[0] if found else None
    return Found(len(found), amsterdam_day(first.opened_at) if first else None, str(first.id) if first else None)


EXAMINING = (
    Kind(
        "uploads-with-faults",
        Role.PROVIDER,
        Permission.UPLOAD_RESULTS,
        Text("Aanleveringen met fouten", "Uploads with faults"),
        Text("te verbeteren", "to correct"),
        Text("Verbeter de gemarkeerde cellen en lever het bestand opnieuw aan.", "Correct the marked cells and send it again."),
        "/aanleveringen?stand=received",
        f"SELECT upload.id::text AS subject, {_UPLOADED} FROM upload WHERE {_OPEN_UPLOADS} AND upload.faults > 0",  # noqa: S608  our own text
        one="/aanleveringen/{subject}",
    ),
    Kind(
        "uploads-to-accept",
        Role.PROVIDER,
        Permission.UPLOAD_RESULTS,
        Text("Aanleveringen zonder fouten", "Uploads without faults"),
        Text("klaar om aan te nemen", "ready to be accepted"),
        Text("Bekijk wat er gebeurt en neem de aanlevering aan.", "See what happens and accept the upload."),
        "/aanleveringen?stand=received",
        f"""
SELECT upload.id::text AS subject, {_UPLOADED} FROM upload WHERE {_OPEN_UPLOADS} AND upload.faults = 0
    AND NOT EXISTS (SELECT 1 FROM acceptance_proposal AS asked WHERE asked.upload = upload.id)
""",  # noqa: S608  our own text
        one="/aanleveringen/{subject}",
    ),
    Kind(
        "corrections-of-a-colleague",
        Role.PROVIDER,
        Permission.UPLOAD_RESULTS,
        Text("Correcties van een collega", "Corrections of a colleague"),
        Text("wachten op een tweede persoon", "waiting for a second person"),
        Text("Kijk of de correctie klopt, en neem haar aan of wijs haar af.", "See whether it is right; accept or decline it."),
        "/aanleveringen?stand=waiting-for-second-person",
        """
SELECT upload.id::text AS subject, (asked.proposed_at AT TIME ZONE 'Europe/Amsterdam')::date AS day
FROM acceptance_proposal AS asked JOIN upload ON upload.id = asked.upload
WHERE upload.provider = ANY($1) AND asked.proposed_by NOT IN (SELECT id FROM own_account)
""",
        one="/aanleveringen/{subject}",
    ),
    Kind(
        "sittings-to-complete",
        Role.PROVIDER,
        Permission.UPLOAD_RESULTS,
        Text("Examenzittingen aanvullen", "Complete sittings"),
        Text("gehouden en niet volledig", "held and not complete"),
        Text("Vul aan wat er nog niet bekend was.", "Add what was not known yet."),
        "/zittingen?stand=aan-te-vullen",
        """
SELECT sitting.id::text AS subject, sitting.held_on AS day FROM sitting
WHERE sitting.provider = ANY($1) AND sitting.held_on <= $4
    AND num_nulls(place, exam_form, exam_form_version, identity_checked, confidentiality_signed) > 0
""",
    ),
    Kind(
        "enrolment-files",
        Role.PROVIDER,
        Permission.ENROL,
        Text("Lijsten met kandidaten", "Lists of candidates"),
        Text("nog niet aangenomen", "not accepted yet"),
        Text("Bekijk de lijst en schrijf de kandidaten in.", "Look at the list and enrol the candidates."),
        "/kandidaten/bestanden?stand=waits",
        """
SELECT file.id::text AS subject, (file.recorded_at AT TIME ZONE 'Europe/Amsterdam')::date AS day FROM enrolment_file AS file
WHERE file.provider = ANY($1) AND file.accepted_at IS NULL AND file.content IS NOT NULL
""",
        one="/kandidaten/bestanden/{subject}",
    ),
    Kind(
        "integrity-cases",
        Role.CERTIFIER,
        Permission.HANDLE_INTEGRITY,
        Text("Integriteitszaken", "Integrity cases"),
        Text("open", "open"),
        Text("Kijk of opvallende examencijfers kloppen.", "See whether striking exam figures are right."),
        "/integriteit",
        _cases,
        one="/integriteit/{subject}",
    ),
)
"""The kinds about exams."""
