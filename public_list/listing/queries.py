"""What PostgreSQL is asked of certificates with all that may be public of them: of all of them, or of a few."""

from collections.abc import Mapping

from public_list.listing.table import BIT


def given(known: str) -> str:
    """What is consented to in the events of which this holds, in one number, as SQL.

    The latest of each field counts, so the highest id tells with its last bit: one pass, and nothing is sorted.
    """
    return " | ".join(
        f"coalesce(max(id * 2 + (kind = 'given')::integer) FILTER (WHERE field = '{field}' AND {known}) & 1, 0) * {bit}"
        for field, bit in BIT.items()
    )


def said(snapshot: str) -> str:
    """What a certificate as issued says that others say too, as SQL: keys are in order, so all that follows its number.

    In octets: of text the database would count the letters first, which takes thrice as long.
    """
    return f"substring(textsend({snapshot}) FROM position(textsend('\"scheme\":') IN textsend({snapshot})))"


_HAPPENED = """
        SELECT certificate, json_agg(json_build_array(kind, effective_on, reason) ORDER BY id)::text AS happened
        FROM certificate_event WHERE kind <> 'granted' AND recorded_at <= {known_at} AND {of_wanted}
        GROUP BY certificate
"""
_LIFE = """{0}.valid_from - DATE '0001-01-01' + 1, {0}.valid_until - DATE '0001-01-01' + 1,
    {0}.scheme_version::text, events.happened"""
_BIT = "CASE field " + " ".join(f"WHEN '{field}' THEN {bit}" for field, bit in BIT.items()) + " END"
_GIVEN = f"""
    SELECT ever.adviser, ever.given & ~coalesce(undone.withdrawn, 0) AS given
    FROM (
        SELECT adviser, bit_or({_BIT}) AS given FROM (
            SELECT adviser, field FROM consent_event WHERE {{of_files}} ORDER BY adviser, field, id DESC
        ) AS sorted GROUP BY adviser
    ) AS ever LEFT JOIN (
        SELECT adviser, bit_or({_BIT}) AS withdrawn FROM consent_event AS last WHERE kind = 'withdrawn' AND {{of_files}}
            AND NOT EXISTS (
                SELECT FROM consent_event AS later
                WHERE later.adviser = last.adviser AND later.field = last.field AND later.id > last.id
            )
        GROUP BY adviser
    ) AS undone ON undone.adviser = ever.adviser
"""  # noqa: S608 - names of ours
"""To what each consents: all that was ever given or withdrawn, but for what was withdrawn last.

Few withdraw, so that nothing is compared of the others; and an index tells the rest in order, which takes less than a table of
all advisers.
"""
_QUERY = f"""
WITH wanted AS {{once}} (
    SELECT id, number, adviser, scheme_version, valid_from, valid_until, holder, snapshot FROM certificate {{where}}
), files AS {{once}} (
    SELECT adviser.id, adviser.person FROM adviser WHERE {{of_wanted}}
)
SELECT (substr(wanted.number, 3, 8) || substr(wanted.number, 12))::bigint, uuid_send(wanted.adviser),
    {_LIFE.format("wanted")}, {said("wanted.snapshot")},
    personal_value.value, {{given}},
    array_to_string(profile.provinces, ','), array_to_string(profile.regions, ','),
    array_to_string(profile.competences, ','), array_to_string(profile.specialisms, ','),
    array_to_string(profile.languages, ','), employer.name, availability.stated
FROM wanted
    LEFT JOIN files ON files.id = wanted.adviser
    JOIN certificate_event AS granted
        ON granted.certificate = wanted.id AND granted.kind = 'granted' AND granted.recorded_at <= $2
    LEFT JOIN personal_value ON personal_value.commitment = wanted.holder
    LEFT JOIN ({_HAPPENED.format(known_at="$2", of_wanted="{happened_to_wanted}")}) AS events ON events.certificate = wanted.id
    {{consented}}
    LEFT JOIN (
        SELECT DISTINCT ON (adviser) adviser, provinces, regions, languages, competences, specialisms FROM adviser_profile
        WHERE {{of_files}} ORDER BY adviser, id DESC
    ) AS profile ON profile.adviser = wanted.adviser
    LEFT JOIN (
        SELECT DISTINCT ON (person) person, organisation.name
        FROM employment JOIN organisation ON organisation.id = employment.employer
        WHERE valid_from <= $1 AND coalesce(valid_to, $1) >= $1 AND {{works}}
        ORDER BY person, valid_from DESC, organisation.name
    ) AS employer ON employer.person = files.person
    LEFT JOIN (
        SELECT adviser, json_agg(json_build_array(first_day, last_day, weekdays) ORDER BY id)::text AS stated
        FROM availability WHERE {{of_files}} GROUP BY adviser
    ) AS availability ON availability.adviser = wanted.adviser
"""  # noqa: S608 - names of ours
"""Lists come as JSON or with commas: of an array the driver would ask the database first how it is written."""


_NARROW = {
    "of_wanted": "id IN (SELECT adviser FROM wanted)",
    "happened_to_wanted": "certificate IN (SELECT id FROM wanted)",
    "of_files": "adviser IN (SELECT id FROM files)",
    "works": "person IN (SELECT person FROM files)",
}


_WITH_CONSENT = {
    "given": "coalesce(consented.given, 0)",
    "consented": f"LEFT JOIN ({_GIVEN}) AS consented ON consented.adviser = wanted.adviser",
}
_BUT_CONSENT = {"given": "NULL::integer", "consented": ""}


def _only(where: str) -> str:
    consented = {name: text.format(**_NARROW) for name, text in _WITH_CONSENT.items()}
    return _QUERY.format(where=where, once="MATERIALIZED", **_NARROW, **consented)


def _all(consented: Mapping[str, str]) -> str:
    every = dict.fromkeys(_NARROW, "true")
    told = {name: text.format(**every) for name, text in consented.items()}
    return _QUERY.format(where="", once="NOT MATERIALIZED", **every, **told)


EVERYTHING = _all(_WITH_CONSENT)
OF_ADVISERS = _only("WHERE adviser = ANY($3::uuid[])")
OF_NUMBERS = _only("WHERE number = ANY($3::text[])")
"""What is read: everything, the certificates of some files, or those with some numbers. `$1` is the day, `$2` the instant."""
EVERYTHING_BUT_CONSENT = _all(_BUT_CONSENT)
CONSENT = f"""
SELECT coalesce(string_agg(uuid_send(adviser), ''), '') AS files,
    coalesce(string_agg(int2send(given::smallint), ''), '') AS given
FROM ({_GIVEN.format(of_files="true")}) AS consented
"""  # noqa: S608 - names of ours
"""Everything in two, so that the database tells both at once: the octets of each file, and to what that consents."""
LIVES = f"""
SELECT DISTINCT {_LIFE.format("certificate")}
FROM certificate
    LEFT JOIN ({_HAPPENED.format(known_at="$1", of_wanted="true")}) AS events ON events.certificate = certificate.id
"""  # noqa: S608 - names of ours
"""What tells the lives of all certificates, as known at an instant: each once, and far sooner than all else of them."""
VERSIONS = "SELECT id, content FROM scheme_version"
"""The schemes that certificates rest on; read with them, or after them."""
