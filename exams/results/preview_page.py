"""What the pages of one upload show."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec
from litestar.response import Redirect, Template
from msgspec.structs import replace

from exams.judging.headings import TITLES, Field
from exams.judging.reading import Skip
from exams.judging.register import Outcome
from exams.judging.scores import OUTCOME_NAMES
from exams.results import service, taking_back, uploading
from exams.results.acceptance import PLACES, REASON, Choices
from exams.results.choices_form import SITTING_FIELDS, filled_in, sitting_fields
from exams.results.correcting import Proposal
from exams.results.errors import NothingNew
from exams.results.history import CORRECTED_BECAUSE, KEPT_BECAUSE, RETRACTED_BECAUSE
from exams.results.listing import state_of
from exams.results.schemas import PreviewOut
from exams.results.service import Preview
from exams.results.told import told
from exams.results.uploading import Long
from exams.results.work_rules import Ending, Task
from exams.tracks.service import Version
from registry.accounts.forms import NOTHING, Form, Refusal, refusal
from registry.accounts.pages import in_language
from registry.errors import RuleBroken
from registry.permissions import Actor, Permission
from registry.texts import Language, Text, written

_MANY = 100
"""Lines of a list on a page; rows with faults above it are set aside all or none."""
LABELS = {
    REASON: Text("Waarom wijzigt u vastgelegde uitslagen?", "Why do you correct results on record?"),
    "explanation": Text("Toelichting", "Explanation"),
}
WHY = Text("Waarom trekt u deze aanlevering terug?", "Why do you retract this upload?")


_SKIPPED = {
    Skip.NOT_A_RESULT: Text("Geen uitslag", "Not a result"),
    Skip.NOT_FILLED_IN: Text("Niet ingevuld", "Not filled in"),
    Skip.HEADING_AGAIN: Text("Nog een keer de koppen", "The headings again"),
}


@dataclass(frozen=True, slots=True)
class Visit:
    """Who looks at which upload, and what they sent."""

    upload: UUID
    form: Form
    language: Language
    actor: Actor
    now: datetime

    def back(self, done: str) -> Redirect:
        """To the page of the upload, with the news."""
        return Redirect(in_language(f"/aanleveringen/{self.upload}?gedaan={done}", self.language), status_code=303)


async def page_of(visit: Visit, *, flash: dict[str, str] | None = None, refused: Refusal = NOTHING) -> Template:
    """The upload as it is now: what is in it, what accepting would do, and what can be done."""
    seen = await uploading.preview(visit.upload, actor=visit.actor, now=visit.now)
    found, language = told(seen, visit.language), visit.language
    proposal, form = seen.proposal, visit.form if visit.form.fields else _chosen_before(seen, found)
    context = {
        "told": _on_a_page(found),
        "upload": seen.upload,
        "state": state_of(seen.upload.accepted_at, seen.upload.retracted_at, proposal.at if proposal else None).value,
        "track": seen.version.name,
        "judged_at": seen.judged_at if isinstance(seen, Long) else None,
        "may_upload": visit.actor.may(Permission.UPLOAD_RESULTS),
        "may_confirm": proposal is not None and not proposal.is_by(visit.actor),
        "gains": [each for each in found.effects if each.newly_passed or each.passes_track or each.completes_dossier],
        "changes": list(_changes(found, language)),
        "problems": {each.row: each.problem for each in reversed(found.faults)},
        "chosen": _chosen(proposal, language),
        "choosable": _is_choosable(found),
        "is_judged": not isinstance(seen, Long) or seen.told is not None,
        "recorded": await uploading.recorded_of(visit.upload),
        "left_out": await uploading.set_aside_of(visit.upload),
        "any_aside": any(name.startswith("aside.") for name in form.fields),
        "any_sitting": _any_sitting(form, refused),
        "each_row": len(found.faulty_rows) <= _MANY,
        "parts": _parts(seen.version, language),
        "fields": [(each.value, TITLES[each].say(language)) for each in Field],
        "reasons": [(each.value, words.say(language)) for each, words in CORRECTED_BECAUSE.items()],
        "skipped": {each.value: words.say(language) for each, words in _SKIPPED.items()},
        "hindrance": NothingNew() if _is_nothing_new(seen, found) else None,
        "labels": LABELS,
        "ids": _ids(visit.form),
        "kept": form,
        "flash": flash,
        "refused": refused,
        "own_path": f"/aanleveringen/{seen.upload.id}",
    }
    return Template("upload.html", context=context, status_code=refused.status)


def _chosen_before(seen: Preview | Long, found: PreviewOut) -> Form:
    """What was chosen for a long file that then was not recorded; else nothing."""
    if not isinstance(seen, Long) or seen.work.task is not Task.ACCEPT or seen.work.ending in (None, Ending.DONE):
        return Form()
    choices = msgspec.json.decode(seen.work.choices, type=Choices)
    return filled_in(choices, faulty_rows=found.faulty_rows, sittings=[each.key for each in found.sittings])


def _on_a_page(found: PreviewOut) -> PreviewOut:
    """The first hundred of each long list; the totals say how many there are."""
    return replace(
        found,
        faults=found.faults[:_MANY],
        notices=found.notices[:_MANY],
        corrected=found.corrected[:_MANY],
        skipped=found.skipped[:_MANY],
    )


def _any_sitting(form: Form, refused: Refusal) -> bool:
    """Something was typed or is wrong at a sitting by itself."""
    typed = any(value for name, value in form.fields.items() if name.partition(".")[0] in SITTING_FIELDS and "." in name)
    return typed or any(name.startswith(PLACES) for name in refused.at)


def _ids(form: Form) -> dict[str, str]:
    """The id of the field at which a fault of a sitting is told."""
    return {f"{PLACES}.{key}": f"place.{number}" for number, key in sitting_fields(form)}


def _is_choosable(found: PreviewOut) -> bool:
    """There is something to accept, once the faulty rows are set aside; faults of the headings cannot be."""
    if found.upload.accepted_at is not None or (found.work is not None and found.work.ending is None):
        return False
    faults_of_rows = found.totals.faults == 0 or {each.row for each in found.faults} <= {*found.faulty_rows}
    return faults_of_rows and "faultyRows" not in found.shortened and found.new + found.corrections > 0


def _is_nothing_new(seen: Preview | Long, found: PreviewOut) -> bool:
    is_judged = not isinstance(seen, Long) or seen.told is not None
    return is_judged and found.upload.accepted_at is None and not found.faults and found.new + found.corrections == 0


def _changes(found: PreviewOut, language: Language) -> Iterator[dict[str, object]]:
    """A line for each thing that a correction changes, as people write it."""
    for row in found.corrected[:_MANY]:
        for change in row.changes:
            yield {
                "number": row.row,
                "candidate": row.candidate_number,
                "part": row.part,
                "what": f"{TITLES[change.field].say(language)} ({change.cell})",
                "old": _written(change.field, change.old, language),
                "new": _written(change.field, change.new, language),
            }


def _written(field: Field, value: str | None, language: Language) -> str:
    if not value:
        return "–"
    if field is Field.HELD_ON:
        return written(date.fromisoformat(value), language)
    if field is Field.OUTCOME:
        return OUTCOME_NAMES[Outcome(value)].say(language)
    return value.replace(".", ",") if field is Field.SCORE and language is Language.NL else value


def _chosen(proposal: Proposal | None, language: Language) -> dict[str, Any] | None:
    if proposal is None:
        return None
    reason = proposal.choices.reason
    return {
        "set_aside": sorted(proposal.choices.set_aside),
        "reason": CORRECTED_BECAUSE[reason].say(language) if reason else "",
        "explanation": proposal.choices.explanation or "",
    }


def _parts(version: Version, language: Language) -> dict[str, str]:
    return {part["code"]: Text(part["name_nl"], part["name_en"]).say(language) for part in version.parts}


async def retraction_page(visit: Visit, *, refused: Refusal = NOTHING) -> Template:
    upload = await service.own(visit.upload, visit.actor)
    try:
        found = await taking_back.foreseen(visit.upload, actor=visit.actor)
    except RuleBroken as error:
        return await page_of(visit, refused=refusal(error, visit.language, LABELS))
    context = {
        "upload": upload,
        "taken_back": found.taken_back,
        "left": [(each, KEPT_BECAUSE[each.why].say(visit.language)) for each in found.kept[:_MANY]],
        "left_in_all": len(found.kept),
        "certificates": sorted(each.number for each in found.reviews),
        "reasons": [(each.value, words.say(visit.language), "") for each, words in RETRACTED_BECAUSE.items()],
        "why": WHY,
        "kept": visit.form,
        "refused": refused,
        "own_path": f"/aanleveringen/{upload.id}/terugtrekken",
    }
    return Template("retraction.html", context=context, status_code=refused.status)
