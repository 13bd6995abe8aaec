-- A hundred thousand candidates and certificates in the tables as they landed on 23 November 2026, each as the demo made one
-- of its own: person, adviser, enrolled values, evidence, relations, dossier with its steps, certificate, consent, profile,
-- and the entry of the audit trail. So many as `:count`.
SET session_replication_role = replica;

CREATE TEMP TABLE seed AS
SELECT row_number() OVER (ORDER BY certificate.number) - 1 AS turn, certificate.id AS certificate, certificate.number,
    certificate.adviser, adviser.person, certificate.holder, certificate.evidence_hash, granted.dossier, granted.evidence,
    held.value AS held, content.value AS content
FROM certificate
JOIN adviser ON adviser.id = certificate.adviser
JOIN dossier_event AS granted ON granted.certificate = certificate.id AND granted.step = 'granted'
JOIN personal_value AS held ON held.commitment = certificate.holder
JOIN personal_value AS content ON content.commitment = certificate.evidence_hash
WHERE (SELECT count(*) FROM certificate_event WHERE certificate_event.certificate = certificate.id) = 1;

CREATE TEMP TABLE made AS
SELECT seed.*, serial, gen_random_uuid() AS own_person, gen_random_uuid() AS own_adviser, gen_random_uuid() AS own_dossier,
    gen_random_uuid() AS own_evidence, gen_random_uuid() AS own_certificate, sha256(serial::text::bytea) AS salt,
    sha256(sha256(serial::text::bytea) || convert_to(held, 'UTF8')) AS own_holder,
    sha256(sha256(serial::text::bytea) || convert_to(content, 'UTF8')) AS own_content,
    'EA' || (200000 + serial) || '-' || lpad((98 - (1410200000 + serial) * 100 % 97)::text, 2, '0') AS own_candidate,
    'CA' || (50000000 + serial) || '-' || lpad((98 - (121050000000 + serial) * 100 % 97)::text, 2, '0') AS own_number
FROM generate_series(1::bigint, :count) AS serial
JOIN seed ON seed.turn = serial % (SELECT count(*) FROM seed);
ANALYZE made;

INSERT INTO person (id, given_name, family_prefix, family_name, recorded_at)
SELECT own_person, given_name, family_prefix, family_name, recorded_at FROM made JOIN person ON person.id = made.person;

INSERT INTO adviser (id, person, candidate_number, recorded_at)
SELECT own_adviser, own_person, own_candidate, recorded_at FROM made JOIN adviser ON adviser.id = made.adviser;

INSERT INTO personal_value (commitment, person, salt, value, recorded_at)
SELECT own_holder, own_person, made.salt, value, recorded_at FROM made JOIN personal_value ON commitment = holder
UNION ALL
SELECT own_content, own_person, made.salt, value, recorded_at FROM made JOIN personal_value ON commitment = evidence_hash;

INSERT INTO evidence (id, adviser, number, track_code, track_version, content, recorded_at)
SELECT own_evidence, own_adviser, evidence.number, track_code, track_version, own_content, recorded_at
FROM made JOIN evidence ON evidence.id = made.evidence;

INSERT INTO relation (kind, person, adviser, valid_from, valid_to, origin, facts, recorded_at)
SELECT kind, relation.person, own_adviser, valid_from, valid_to, gen_random_uuid(), facts, recorded_at
FROM made JOIN relation ON relation.adviser = made.adviser ORDER BY serial, relation.id;

INSERT INTO dossier (id, adviser, scheme, recorded_at)
SELECT own_dossier, own_adviser, scheme, recorded_at FROM made JOIN dossier ON dossier.id = made.dossier;

INSERT INTO dossier_event (dossier, step, account, evidence, certificate, facts, recorded_at)
SELECT own_dossier, step, account, CASE WHEN dossier_event.evidence IS NOT NULL THEN own_evidence END,
    CASE WHEN dossier_event.certificate IS NOT NULL THEN own_certificate END, facts, recorded_at
FROM made JOIN dossier_event ON dossier_event.dossier = made.dossier ORDER BY serial, dossier_event.id;

INSERT INTO certificate (id, number, adviser, scheme_version, valid_from, valid_until, holder, snapshot, snapshot_hash,
    evidence_hash, prepared_by, decided_by, recorded_at)
SELECT own_certificate, own_number, own_adviser, scheme_version, valid_from, valid_until, own_holder, own_snapshot,
    sha256(convert_to(own_snapshot, 'UTF8')), own_content, prepared_by, decided_by, recorded_at
FROM made JOIN certificate ON certificate.id = made.certificate, LATERAL (
    SELECT replace(replace(replace(snapshot, made.number, own_number), encode(made.holder, 'hex'), encode(own_holder, 'hex')),
        encode(made.evidence_hash, 'hex'), encode(own_content, 'hex')) AS own_snapshot) AS written;

INSERT INTO certificate_event (certificate, kind, effective_on, recorded_at, prepared_by, decided_by)
SELECT own_certificate, kind, effective_on, recorded_at, prepared_by, decided_by
FROM made JOIN certificate_event ON certificate_event.certificate = made.certificate ORDER BY serial;

INSERT INTO consent_event (adviser, field, kind, recorded_at)
SELECT own_adviser, field, kind, recorded_at
FROM made JOIN consent_event ON consent_event.adviser = made.adviser ORDER BY serial, consent_event.id;

INSERT INTO adviser_profile (adviser, provinces, regions, languages, competences, specialisms, recorded_at)
SELECT own_adviser, provinces, regions, languages, competences, specialisms, recorded_at
FROM made JOIN adviser_profile ON adviser_profile.adviser = made.adviser ORDER BY serial, adviser_profile.id;

INSERT INTO audit_entry (recorded_at, account, action, subject, facts)
SELECT recorded_at, account, action, own_certificate, '{}'
FROM made JOIN audit_entry ON audit_entry.subject = made.certificate ORDER BY serial, audit_entry.id;

DROP TABLE made, seed;
SET session_replication_role = DEFAULT;
