"""Which rows are about a person, which only tell that they acted, and what never goes out (AVG, art. 15).

A row about a person goes out whole, but for what names others or lets somebody in. Of a row that only tells that the
person acted, it goes out that they did, as what and when: what it says is about somebody else. A test asks of every
column that leads to a person, an adviser or an account that it is one or the other.
"""

from collections.abc import Mapping

PEOPLE = frozenset({"person", "adviser", "account"})
"""The tables that rows about somebody lead to."""

ABOUT: Mapping[str, tuple[str, ...]] = {
    "adviser": ("person",),
    "account": ("person",),
    "employment": ("person",),
    "adviser_merge": ("duplicate", "counts_as"),
    "adviser_profile": ("adviser",),
    "consent_event": ("adviser",),
    "membership": ("account",),
    "session": ("account",),
    "api_key": ("account",),
    "refresh_family": ("account",),
    "account_link": ("account",),
    "second_factor": ("account",),
    "recovery_code": ("account",),
    "idempotent_answer": ("account",),
    "message": ("account",),
    "saved_filter": ("account",),
    "conflict_statement": ("person",),
    "declared_relation": ("person", "adviser"),
    "relation": ("person", "adviser"),
    "impartiality_waiver": ("person", "adviser"),
    "certificate": ("adviser",),
    "dossier": ("adviser",),
    "evidence": ("adviser",),
    "self_report": ("adviser",),
    "takeover_row": ("adviser",),
    "education_entry": ("adviser",),
    "appeal": ("sender",),
    "intake_participant": ("person",),
    "region_coordinator": ("coordinator",),
    "availability": ("adviser",),
    "declared_tie": ("adviser",),
    "booking": ("adviser",),
    "worked_day": ("adviser",),
    "evaluation": ("adviser",),
    "watch": ("adviser",),
    "enrolment": ("adviser",),
    "examiner_registration": ("person",),
}
"""Columns by which a row is about the person, adviser or account that they lead to."""

PART_OF: Mapping[str, tuple[str, ...]] = {
    "refresh_token": ("family",),
    "certificate_document": ("certificate",),
    "certificate_event": ("certificate",),
    "credential": ("certificate",),
    "status_place": ("certificate",),
    "log_opening": ("certificate",),
    "certificate_review": ("certificate",),
    "certificate_measure": ("certificate",),
    "renewal_reminder": ("certificate",),
    "dossier_event": ("dossier",),
    "dossier_hold": ("dossier",),
    "equivalence_request": ("dossier",),
    "evidence_withdrawal": ("evidence",),
    "appeal": ("dossier", "certificate"),
    "appeal_event": ("appeal",),
    "mail": ("message",),
    "booking_beneficiary": ("booking",),
    "booking_terms": ("booking",),
    "booking_change": ("booking",),
    "booking_event": ("booking",),
    "evaluation_reply": ("evaluation",),
    "watch": ("certificate",),
    "watch_notice": ("watch",),
    "teaching": ("enrolment",),
    "examiner_approval": ("registration",),
    "result": ("enrolment",),
}
"""Columns by which a row belongs to a row of another table, and is about whom that is about."""

ACTED: Mapping[str, tuple[str, ...]] = {
    "account_link": ("asked_by",),
    "scheme_signature": ("account",),
    "conflict_statement": ("account",),
    "declared_relation": ("account",),
    "impartiality_waiver": ("asked_by", "closed_by"),
    "certificate": ("prepared_by", "decided_by"),
    "certificate_event": ("prepared_by", "decided_by"),
    "dossier_event": ("account",),
    "dossier_hold": ("set_by", "lifted_by"),
    "equivalence_request": ("asked_by", "prepared_by", "decided_by"),
    "self_report": ("reported_by", "seen_by"),
    "certificate_review": ("closed_by",),
    "certificate_measure": ("prepared_by", "ended_by"),
    "takeover": ("prepared_by", "ended_by"),
    "education_entry": ("entered_by", "judged_by"),
    "appeal_event": ("account", "handler"),
    "intake_cap": ("account",),
    "municipality_size": ("account",),
    "day_posting": ("account",),
    "intake": ("coordinator",),
    "intake_event": ("account",),
    "proposition": ("account",),
    "realisation_plan": ("account",),
    "region_coordinator": ("account",),
    "availability": ("account",),
    "declared_tie": ("account",),
    "booking": ("account",),
    "booking_change": ("account", "ended_by"),
    "booking_event": ("account",),
    "booking_terms": ("account",),
    "worked_day": ("entered_by", "ended_by"),
    "evaluation": ("account",),
    "evaluation_reply": ("account",),
    "reorganisation": ("account",),
    "watch": ("account", "ended_by"),
    "teaching": ("trainer",),
    "sitting": ("examiner", "invigilator"),
    "enrolment_file": ("uploaded_by", "accepted_by"),
    "acceptance_proposal": ("proposed_by",),
    "heading_mapping": ("mapped_by",),
    "upload": ("uploaded_by", "accepted_by", "retracted_by"),
    "upload_work": ("asked_by",),
    "integrity_case": ("handler", "closed_by"),
}
"""Columns by which a person, or their account, did something."""

WITHHELD: frozenset[str] = frozenset({"password_hash", "api_key", "merged_by", "undone_by"})
"""Columns that go out with no row: they let somebody in, or say who else did something. So does whatever is in `ACTED`."""

LEFT_OUT: Mapping[str, str] = {
    "sign_in_try": "hashes of addresses, which say nothing of anybody once read",
    "password_request": "likewise, for a quarter of an hour",
    "upload_file": "the bytes of a provider's file, in which others stand too; what was read of them is in `result`",
    "upload_reading": "likewise: what a judge said of a provider's file, until it is judged again",
}
"""Tables with personal data that are not in what goes out, each with the reason."""
