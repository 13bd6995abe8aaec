"""The queries behind a judgement: who the adviser is, and everything else at one moment."""

_FILES = """
SELECT adviser.id, adviser.person, adviser.id = (SELECT adviser FROM certificate WHERE number = $1) AS named
FROM adviser WHERE adviser.id IN (
    SELECT files.id FROM certificate CROSS JOIN LATERAL files_of_same_person(certificate.adviser) AS files (id)
    WHERE certificate.number = $1)
"""
CANDIDATE = _FILES
"""The files of the person whose certificate has the number $1."""
IN_TURN = _FILES + "ORDER BY adviser.id FOR NO KEY UPDATE OF adviser"
"""As CANDIDATE, in the turn of the adviser."""

FACTS = "SELECT facts_of_booking($1, $2, $3, $4, $5, $6, $7, $8, $9) AS facts"
"""All else, as one JSON text: of files, persons and the adviser; of municipalities by code and the one that books; on a day.

A booking that stands is left out, and its allotment is there whoever may use it.
"""
FILES = """
SELECT adviser.id, adviser.person FROM adviser WHERE adviser.id IN (SELECT files.id FROM files_of_same_person($1) AS files (id))
"""
"""The files of the person whose file is $1."""
CONCERNED = """
WITH named AS (
    SELECT municipality.id, municipality.organisation, municipality.code, municipality.valid_to
    FROM booking_beneficiary JOIN municipality ON municipality.organisation = booking_beneficiary.municipality
    WHERE booking_beneficiary.booking = $1)
SELECT code, false AS books, true AS works_for FROM named WHERE NOT EXISTS (
    SELECT 1 FROM municipality_succession JOIN named AS later ON later.id = municipality_succession.successor
    WHERE municipality_succession.predecessor = named.id AND named.valid_to < $3)
UNION ALL SELECT code, true, false FROM municipality WHERE organisation = $2
"""
"""The municipalities of the booking $1: the one that books, $2, and those worked for, of which a successor took the place."""
