"""What is asked of the database to judge certificates anew: each question once for many, with names as a case has them."""

CERTIFICATES = """
SELECT certificate.id, certificate.number, certificate.adviser, adviser.person, certificate.scheme_version AS version,
    scheme_version.scheme, certificate.valid_from AS "validFrom", certificate.valid_until AS "validUntil", certificate.holder,
    certificate.snapshot, certificate.snapshot_hash AS "snapshotSha256", certificate.evidence_hash AS evidence,
    certificate.prepared_by AS "preparedBy", certificate.decided_by AS "decidedBy", certificate.predecessor,
    certificate.recorded_at AS "issuedAt"
FROM certificate JOIN adviser ON adviser.id = certificate.adviser
    JOIN scheme_version ON scheme_version.id = certificate.scheme_version
WHERE certificate.id = ANY($1) ORDER BY certificate.recorded_at, certificate.number
"""
HELD = """
SELECT certificate.id, certificate.number, certificate.adviser, scheme_version.scheme, certificate.valid_from AS "validFrom",
    certificate.valid_until AS "validUntil", certificate.recorded_at AS "issuedAt"
FROM certificate JOIN scheme_version ON scheme_version.id = certificate.scheme_version
WHERE certificate.adviser = ANY($1) OR certificate.id = ANY($2)
"""
EVENTS = """
SELECT id, certificate, kind, effective_on AS "effectiveOn", recorded_at AS "recordedAt", prepared_by AS "preparedBy",
    decided_by AS "decidedBy", reason, resolve_by AS "resolveBy", replaced_by AS "replacedBy"
FROM certificate_event WHERE certificate = ANY($1) ORDER BY id
"""
VERSIONS = """
SELECT scheme_version.id, scheme_version.scheme AS "schemeId", scheme.code AS scheme, scheme_version.number,
    scheme_version.effective_from AS "effectiveFrom", scheme_version.content::text AS content,
    scheme_version.content_hash AS "contentSha256", scheme.owner, scheme_version.certification_body AS body
FROM scheme_version JOIN scheme ON scheme.id = scheme_version.scheme WHERE scheme_version.scheme = ANY($1)
ORDER BY scheme_version.number
"""
SIGNATURES = """
SELECT scheme_version AS version, party, organisation, account, recorded_at AS "signedAt" FROM scheme_signature
WHERE scheme_version = ANY($1)
"""
DOSSIERS = """
SELECT dossier.id, granted.certificate, dossier.adviser, dossier.renews, dossier.recorded_at AS "appliedAt"
FROM dossier_event AS granted JOIN dossier ON dossier.id = granted.dossier WHERE granted.certificate = ANY($1)
"""
STEPS = """
SELECT dossier_event.dossier, step, account.person, dossier_event.evidence, dossier_event.facts::text AS facts,
    dossier_event.recorded_at AS at
FROM dossier_event JOIN account ON account.id = dossier_event.account WHERE dossier = ANY($1) ORDER BY dossier_event.id
"""
HOLDS = """
SELECT dossier, cause, set_at AS "setAt", lifted_at AS "liftedAt" FROM dossier_hold WHERE dossier = ANY($1)
"""
EVIDENCES = """
SELECT evidence.id, evidence.adviser, evidence.number, track_code AS track, track_version AS "trackVersion",
    content AS sha256, evidence.recorded_at AS "recordedAt", evidence_withdrawal.recorded_at AS "withdrawnAt"
FROM evidence LEFT JOIN evidence_withdrawal ON evidence_withdrawal.evidence = evidence.id
WHERE adviser = ANY($1) ORDER BY evidence.adviser, evidence.number
"""
TAKEOVERS = """
SELECT takeover_row.certificate, takeover.id, issuer, source, encode(sha256, 'hex') AS "fileSha256", takeover_row.row,
    preparer.person AS "preparedBy", prepared_at AS "preparedAt", ending, ender.person AS "endedBy", ended_at AS "endedAt"
FROM takeover_row JOIN takeover ON takeover.id = takeover_row.takeover
    JOIN account AS preparer ON preparer.id = takeover.prepared_by LEFT JOIN account AS ender ON ender.id = takeover.ended_by
WHERE takeover_row.certificate = ANY($1)
"""
REPLACING = """
SELECT certificate_event.replaced_by AS certificate, certificate_measure.id, certificate_event.certificate AS replaced,
    preparer.person AS "preparedBy", prepared_at AS "preparedAt", ending, ender.person AS "endedBy", ended_at AS "endedAt",
    change::text AS change
FROM certificate_event JOIN certificate_measure ON certificate_measure.event = certificate_event.id
    JOIN account AS preparer ON preparer.id = certificate_measure.prepared_by
    LEFT JOIN account AS ender ON ender.id = certificate_measure.ended_by
WHERE certificate_event.replaced_by = ANY($1)
"""
RELATIONS = """
SELECT adviser, kind, person, valid_from AS "validFrom", valid_to AS "validTo", origin, facts->>'insteadOf' AS "insteadOf",
    recorded_at AS "recordedAt"
FROM relation WHERE adviser = ANY($1) ORDER BY id
"""
EQUIVALENCES = """
SELECT dossier.adviser, equivalence_request.id, track_code AS track, part_code AS part, route, granted,
    preparer.person AS "preparedBy", prepared_at AS "preparedAt", decider.person AS "decidedBy", decided_at AS "decidedAt"
FROM equivalence_request JOIN dossier ON dossier.id = equivalence_request.dossier
    LEFT JOIN account AS preparer ON preparer.id = equivalence_request.prepared_by
    LEFT JOIN account AS decider ON decider.id = equivalence_request.decided_by
WHERE dossier.adviser = ANY($1) ORDER BY asked_at
"""
WAIVERS = """
SELECT adviser, person, ground, valid_until AS "validUntil", closed_at AS "grantedAt" FROM impartiality_waiver
WHERE adviser = ANY($1) AND granted
"""
STATEMENTS = """
SELECT person, valid_from AS "validFrom", valid_until AS "validUntil", recorded_at AS "recordedAt" FROM conflict_statement
WHERE person = ANY($1) ORDER BY recorded_at
"""
EMPLOYMENTS = """
SELECT person, employer, valid_from AS "validFrom", valid_to AS "validTo" FROM employment WHERE person = ANY($1)
"""
MEMBERSHIPS = """
SELECT account.person, membership.organisation, membership.recorded_at AS since, membership.ended_at AS "endedAt"
FROM membership JOIN account ON account.id = membership.account
WHERE account.person = ANY($1) AND membership.role = 'provider'
"""
VALUES = """
SELECT commitment, salt, value FROM personal_value WHERE commitment = ANY($1)
"""
FILES = """
SELECT id AS adviser, person FROM adviser WHERE id = ANY($1) OR person = ANY($2)
"""
MERGES = """
SELECT duplicate, counts_as AS main, merged_at, undone_at FROM adviser_merge
"""
