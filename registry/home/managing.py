"""What waits for a scheme owner, an admin and an auditor; and for a certifier who signs schemes."""

from registry.home.rules import Dated, Kind
from registry.permissions import Permission, Role
from registry.texts import Text

_SIGN_STEP = Text("Lees de regels en onderteken de versie.", "Read the rules and sign the version.")
_SIGN_TITLE = Text("Certificatieschema’s ondertekenen", "Sign certification schemes")
_SIGN_COUNTED = Text("versies zonder uw handtekening", "versions without your signature")


def _unsigned(whose: str, party: str) -> str:
    """The versions that a party has not signed and still can: it is not too late, and no later version was signed by both."""
    return f"""
SELECT version.id::text AS subject, version.effective_from AS day
FROM scheme_version AS version JOIN scheme ON scheme.id = version.scheme
WHERE {whose} = ANY($1) AND version.effective_from >= $4 AND NOT EXISTS (
    SELECT 1 FROM scheme_signature AS own WHERE own.scheme_version = version.id AND own.party = '{party}')
AND NOT EXISTS (
    SELECT 1 FROM scheme_version AS later WHERE later.scheme = version.scheme AND later.number > version.number
        AND (SELECT count(*) FROM scheme_signature AS both_signed WHERE both_signed.scheme_version = later.id) = 2)
"""  # noqa: S608  our own text


SIGNING = (
    Kind(
        "schemes-to-sign-as-owner",
        Role.SCHEME_OWNER,
        Permission.SIGN_SCHEMES,
        _SIGN_TITLE,
        _SIGN_COUNTED,
        _SIGN_STEP,
        "/certificatieschemas",
        _unsigned("scheme.owner", "owner"),
        dated=Dated.BY,
    ),
    Kind(
        "schemes-to-sign-as-body",
        Role.CERTIFIER,
        Permission.SIGN_SCHEMES,
        _SIGN_TITLE,
        _SIGN_COUNTED,
        _SIGN_STEP,
        "/certificatieschemas",
        _unsigned("version.certification_body", "body"),
        dated=Dated.BY,
    ),
)
_OF_ADMIN = (
    Kind(
        "mail-in-trouble",
        Role.ADMIN,
        Permission.MANAGE_ACCOUNTS,
        Text("E-mail die niet weggaat", "Mail that does not go out"),
        Text("opgegeven of langer dan een uur onderweg", "given up or under way for over an hour"),
        Text("Kijk wat er misgaat en probeer het opnieuw.", "See what goes wrong and try again."),
        "/mail",
        """
SELECT mail.id::text AS subject, (message.recorded_at AT TIME ZONE 'Europe/Amsterdam')::date AS day
FROM mail JOIN message ON message.id = mail.message
WHERE mail.given_up_at IS NOT NULL AND mail.tries > 0
    OR mail.next_try_at IS NOT NULL AND mail.tries > 0 AND message.recorded_at < $5 - INTERVAL '1 hour'
""",
    ),
    Kind(
        "keys-near-their-end",
        Role.ADMIN,
        Permission.MANAGE_ACCOUNTS,
        Text("Sleutels die verlopen", "Keys that expire"),
        Text("binnen 30 dagen", "within 30 days"),
        Text(
            "Vraag de eigenaar om een nieuwe sleutel te maken. Anders stopt het programma.",
            "Ask the owner to make a new key. Otherwise the program stops.",
        ),
        "/beheer/accounts",
        """
SELECT account::text AS subject, ((expires_at - INTERVAL '1 second') AT TIME ZONE 'Europe/Amsterdam')::date AS day FROM api_key
WHERE revoked_at IS NULL AND expires_at > $5 AND expires_at <= $5 + INTERVAL '30 days'
""",
        dated=Dated.ENDS,
        one="/beheer/accounts/{subject}",
    ),
    Kind(
        "invitations-lapsed",
        Role.ADMIN,
        Permission.MANAGE_ACCOUNTS,
        Text("Uitnodigingen die verliepen", "Invitations that lapsed"),
        Text("zonder dat iemand begon", "without anybody beginning"),
        Text("Stuur een nieuwe uitnodiging.", "Send a new invitation."),
        "/beheer/accounts?stand=lapsed",
        """
SELECT account.id::text AS subject, (max(link.expires_at) AT TIME ZONE 'Europe/Amsterdam')::date AS day
FROM account_link AS link JOIN account ON account.id = link.account
WHERE link.purpose = 'invitation' AND account.disabled_at IS NULL
GROUP BY account.id
HAVING max(link.expires_at) < $5 AND max(link.expires_at) > $5 - INTERVAL '30 days' AND bool_and(link.used_at IS NULL)
""",
        one="/beheer/accounts/{subject}",
    ),
    Kind(
        "programmes-that-end",
        Role.ADMIN,
        Permission.MANAGE_PROGRAMMES,
        Text("Programma’s die eindigen", "Programmes that end"),
        Text("binnen 90 dagen", "within 90 days"),
        Text("Maak op tijd een volgend programma.", "Make a next programme in time."),
        "/programmas",
        """
SELECT programme.code AS subject, programme.last_day AS day FROM programme WHERE programme.last_day BETWEEN $4 AND $4 + 90
    AND NOT EXISTS (SELECT 1 FROM programme AS next
        WHERE next.last_day > programme.last_day AND next.first_day <= programme.last_day + 1)
""",
        dated=Dated.ENDS,
    ),
)
_OF_AUDITOR = (
    Kind(
        "audit-unsealed",
        Role.AUDITOR,
        Permission.READ_AUDIT,
        Text("Logboek niet verzegeld", "Audit trail not sealed"),
        Text("regels langer dan vijf minuten zonder zegel", "entries without a seal for over five minutes"),
        Text("Vraag de beheerder waarom het verzegelen stilstaat.", "Ask the operator why sealing stands still."),
        "/logboek/controle",
        """
SELECT entry.id::text AS subject, (entry.recorded_at AT TIME ZONE 'Europe/Amsterdam')::date AS day FROM audit_entry AS entry
WHERE entry.id > (SELECT coalesce(max(seal.entry), 0) FROM audit_seal AS seal)
    AND entry.recorded_at < $5 - INTERVAL '5 minutes'
""",
    ),
)
MANAGING = (*SIGNING, *_OF_ADMIN, *_OF_AUDITOR)
"""The kinds of who manages, signs and audits."""
