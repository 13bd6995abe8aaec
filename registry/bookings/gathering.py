"""The queries behind a judgement: who the adviser is, and everything else at one moment."""

CANDIDATE = """
SELECT adviser.id, adviser.person, adviser.id = (SELECT adviser FROM certificate WHERE number = $1) AS named
FROM adviser WHERE adviser.id IN (
    SELECT files.id FROM certificate CROSS JOIN LATERAL files_of_same_person(certificate.adviser) AS files (id)
    WHERE certificate.number = $1)
"""
"""The files of the person whose certificate has the number $1."""
IN_TURN = "SELECT * FROM booking_in_turn($1, $2, $3, $4, $5, $6)"
"""As CANDIDATE and FACTS at once, in the turn of the adviser, by number, codes, the one that books, the day and the first day;

and whether the booking with the last id is there already, of which no facts are read.
"""

FACTS = "SELECT facts_of_booking($1, $2, $3, $4, $5, $6, $7, $8, $9) AS facts"
"""All else, as one JSON text: of files, persons and the adviser; of municipalities by code and the one that books; on a day.

A booking that stands is left out, and its allotment is there whoever may use it.
"""
FILES = """
SELECT adviser.id, adviser.person FROM adviser WHERE adviser.id IN (SELECT files.id FROM files_of_same_person($1) AS files (id))
"""
"""The files of the person whose file is $1."""
CONCERNED = """
WITH RECURSIVE named AS (
    SELECT municipality.organisation, municipality.code
    FROM booking_beneficiary JOIN municipality ON municipality.organisation = booking_beneficiary.municipality
    WHERE booking_beneficiary.booking = $1
), heir AS (
    SELECT organisation AS heir_of, organisation FROM named
    UNION
    SELECT heir.heir_of, reorganisation.successor FROM heir
    JOIN reorganised_municipality ON reorganised_municipality.municipality = heir.organisation
    JOIN reorganisation ON reorganisation.id = reorganised_municipality.reorganisation
    WHERE reorganisation.effective_on <= $3
)
SELECT code, false AS books, true AS works_for FROM named WHERE NOT EXISTS (
    SELECT 1 FROM heir JOIN named AS other ON other.organisation = heir.organisation
    WHERE heir.heir_of = named.organisation AND heir.organisation <> named.organisation)
UNION ALL SELECT code, true, false FROM municipality WHERE organisation = $2
"""
"""The municipalities of the booking $1 on the day $3: the one that books, $2, and those worked for.

Of those that passed on what they had, an heir took the place where it is named too, and so did an heir of the heir.
"""
