"""The words of renewals on screen."""

from collections.abc import Mapping

from registry.renewals.rules import EducationOutcome, Reminder
from registry.texts import Text

REMINDERS: Mapping[Reminder, Text] = {
    Reminder.OPENED: Text(
        "U kunt certificaat {number} nu verlengen. Het geldt tot en met {last}.",
        "You can renew certificate {number} now. It is valid until {last}.",
    ),
    Reminder.HALFWAY: Text(
        "Certificaat {number} geldt tot en met {last}. Denk aan uw hercertificering.",
        "Certificate {number} is valid until {last}. Think of your recertification.",
    ),
    Reminder.LAST_MONTH: Text(
        "Certificaat {number} geldt nog hooguit een maand, tot en met {last}.",
        "Certificate {number} is valid for a month at most, until {last}.",
    ),
    Reminder.EXPIRED: Text(
        "Certificaat {number} is verlopen. Het gold tot en met {last}; hercertificering kan tot en met {closes}.",
        "Certificate {number} has expired. It was valid until {last}; recertification is possible until {closes}.",
    ),
}
OUTCOMES: Mapping[EducationOutcome, Text] = {
    EducationOutcome.ACCEPTED: Text("Telt mee", "Counts"),
    EducationOutcome.REFUSED: Text("Telt niet mee", "Does not count"),
}
LABELS: Mapping[str, Text] = {
    "followedOn": Text("Op welke dag?", "On which day?"),
    "hours": Text("Hoeveel uur?", "How many hours?"),
    "title": Text("Wat heeft u gevolgd?", "What did you follow?"),
    "teacher": Text("Wie gaf het?", "Who gave it?"),
    "reason": Text("Waarom telt dit niet mee?", "Why does this not count?"),
    "evaluations": Text(
        "Hoeveel beoordelingen van inzetten buiten dit register heeft u gezien?",
        "How many evaluations of engagements outside this registry did you see?",
    ),
    "seen": Text("Welke beoordelingen zijn dat?", "Which evaluations are they?"),
    "renews": Text("Welk certificaat?", "Which certificate?"),
    "agreed": Text("Ik ga akkoord", "I agree"),
}
