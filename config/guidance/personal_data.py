"""Which personal data the registry keeps and how long, in the words of people; a test holds it to the tables' own words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from registry.texts import Language, Text

_ERASED = Text("tot wij iemands gegevens wissen", "until we erase somebody’s data")
_ALWAYS = Text("zolang het register bestaat", "as long as the registry exists")


@dataclass(frozen=True, slots=True)
class Kept:
    """One kind of data: what, of whom, for how long, and the tables in which it stands."""

    what: Text
    term: Text
    tables: tuple[str, ...]


KEPT: Sequence[Kept] = (
    Kept(
        Text("Uw naam en uw e-mailadres van het werk", "Your name and your work e-mail address"),
        _ERASED,
        ("person", "personal_value"),
    ),
    Kept(
        Text(
            "Uw account: e-mailadres, en een onleesbare vorm van uw wachtwoord",
            "Your account: e-mail address, and an unreadable form of your password",
        ),
        _ERASED,
        ("account", "second_factor", "recovery_code"),
    ),
    Kept(
        Text(
            "Uw rollen, uw sleutels voor programma’s en berichten aan u",
            "Your roles, your keys for programs and messages to you",
        ),
        _ALWAYS,
        ("membership", "api_key", "message", "mail"),
    ),
    Kept(
        Text("Wanneer u was aangemeld, en links die wij u mailden", "When you were signed in, and links that we mailed you"),
        Text("tot 30 dagen na afloop", "until 30 days after it ended"),
        ("session", "account_link"),
    ),
    Kept(
        Text("Wanneer een programma was aangemeld", "When a program was signed in"),
        Text("tot een dag na afloop", "until a day after it ended"),
        ("refresh_family", "refresh_token"),
    ),
    Kept(
        Text("Pogingen om aan te melden, in onleesbare vorm", "Tries to sign in, in an unreadable form"),
        Text("een dag; na een gelukte aanmelding 90 dagen", "a day; after a sign-in that succeeded 90 days"),
        ("sign_in_try",),
    ),
    Kept(
        Text("Verzoeken om een nieuw wachtwoord, in onleesbare vorm", "Requests for a new password, in an unreadable form"),
        Text("een kwartier", "a quarter of an hour"),
        ("password_request",),
    ),
    Kept(
        Text(
            "Antwoorden aan programma’s, om ze nog eens te kunnen geven", "Answers to programs, to be able to give them again"
        ),
        Text("twee dagen", "two days"),
        ("idempotent_answer",),
    ),
    Kept(
        Text("Filters die u bewaart", "Filters that you save"),
        Text("tot u ze weghaalt", "until you remove them"),
        ("saved_filter",),
    ),
    Kept(
        Text(
            "Van e-adviseurs: nummer, werkgever, waar en waaraan u werkt, en waarvoor u toestemming gaf",
            "Of e-advisers: number, employer, where and on what you work, and what you consented to",
        ),
        _ALWAYS,
        ("adviser", "adviser_merge", "adviser_profile", "consent_event", "employment"),
    ),
    Kept(
        Text("Uitslagen van examens en het bewijs in een dossier", "Exam results and the evidence in a dossier"),
        _ERASED,
        ("result", "evidence", "equivalence_request", "education_entry", "dossier_event", "dossier_hold", "integrity_case"),
    ),
    Kept(
        Text("Inschrijvingen, lessen, zittingen en wie mag examineren", "Enrolments, lessons, sittings and who may examine"),
        _ALWAYS,
        ("enrolment", "teaching", "sitting", "examiner_registration", "examiner_approval", "upload"),
    ),
    Kept(
        Text("Bestanden van opleiders", "Files of training providers"),
        Text(
            "180 dagen als niemand ze vastlegt; anders tot wij wissen wie erin staat",
            "180 days where nobody records them; else until we erase who is in them",
        ),
        ("upload_file", "upload_reading", "enrolment_file", "acceptance_proposal"),
    ),
    Kept(
        Text("Wat een opleider zei dat een kop in een bestand betekent", "What a provider said that a heading in a file means"),
        Text("tot de opleider dat weghaalt", "until the provider removes it"),
        ("heading_mapping",),
    ),
    Kept(
        Text("Hoe bestanden van opleiders zijn verwerkt", "How files of training providers were worked on"),
        Text("tot 90 dagen na afloop", "until 90 days after it ended"),
        ("upload_work",),
    ),
    Kept(
        Text("De naam op een certificaat, en de pdf", "The name on a certificate, and the PDF"),
        _ERASED,
        (
            *("certificate", "certificate_document", "credential", "certificate_review", "certificate_measure"),
            *("self_report", "log_opening"),
        ),
    ),
    Kept(
        Text(
            "Nummer, data en stand van een certificaat, en wie daarover besliste",
            "Number, dates and status of a certificate, and who decided about it",
        ),
        _ALWAYS,
        (
            "certificate_event",
            "status_place",
            "dossier",
            "takeover",
            "takeover_row",
            "renewal_reminder",
            "scheme_signature",
            "watch",
            "watch_notice",
        ),
    ),
    Kept(
        Text(
            "Banden van beslissers met adviseurs: wie en wat voor band",
            "Relations of deciders with advisers: who and which relation",
        ),
        _ALWAYS,
        ("conflict_statement", "relation"),
    ),
    Kept(
        Text("De toelichting daarbij, en ontheffingen", "The explanation of these, and waivers"),
        _ERASED,
        ("declared_relation", "impartiality_waiver"),
    ),
    Kept(
        Text(
            "Bezwaren en klachten, en wat iemand daarover schreef", "Appeals and complaints, and what somebody wrote about them"
        ),
        _ERASED,
        ("appeal", "appeal_event"),
    ),
    Kept(
        Text("Intakes, boekingen, gewerkte dagen en beschikbaarheid", "Intakes, bookings, days worked and availability"),
        _ALWAYS,
        (
            "intake",
            "intake_cap",
            "intake_event",
            "intake_participant",
            "proposition",
            "realisation_plan",
            "region_coordinator",
            "availability",
            "declared_tie",
            "booking",
            "booking_change",
            "booking_event",
            "booking_terms",
            "worked_day",
            "day_posting",
            "municipality_size",
            "reorganisation",
        ),
    ),
    Kept(
        Text("Beoordelingen van adviseurs en hun antwoord", "Evaluations of advisers and their reply"),
        _ERASED,
        ("evaluation", "evaluation_reply"),
    ),
    Kept(
        Text("Het logboek: wie wat deed, en wanneer. Zonder namen", "The audit trail: who did what, and when. Without names"),
        _ALWAYS,
        ("audit_entry",),
    ),
)
"""Every table with personal data, once."""


def kept_data(language: Language) -> list[Mapping[str, str]]:
    """What is kept and how long, in the order in which the privacy statement tells it."""
    return [{"what": each.what.say(language), "term": each.term.say(language)} for each in KEPT]
