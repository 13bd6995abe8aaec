"""Bookings as people and programs read them: days instead of quarters, and what happened in words."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from registry.engagements.changes import Change
from registry.engagements.happenings import Happening, Source
from registry.engagements.reading import Engagement, InFull, WorkedEntry
from registry.engagements.schemas import EngagementDetail, EngagementOut, HappeningOut, WaitingChangeOut, WorkedDayOut
from registry.engagements.wording import ASKED, CHANGED, HAPPENED, TERMS
from registry.quarters import days
from registry.texts import Language


def listed(engagement: Engagement) -> EngagementOut:
    """A booking in a list."""
    return EngagementOut(**_listed(engagement))


def in_full(booking: InFull, language: Language) -> EngagementDetail:
    """A booking with its worked days, the change that waits, and what happened; worked days are told apart from that."""
    now = booking.engagement.now
    return EngagementDetail(
        **_listed(booking.engagement),
        allotment=now.allotment,
        scope=list(now.scope),
        beneficiaries=list(booking.beneficiaries) or [booking.engagement.municipality],
        worked_days=[_worked(each) for each in booking.worked],
        waiting_change=_change(booking.waiting_change) if booking.waiting_change else None,
        history=[_happening(each, language) for each in booking.history if each.source is not Source.WORKED_DAY],
        happenings=len(booking.history),
    )


def _listed(engagement: Engagement) -> Mapping[str, Any]:
    now = engagement.now
    return {
        "id": now.id,
        "municipality": engagement.municipality,
        "adviser": engagement.adviser_name,
        "holder_name": engagement.holder_name,
        "programme": engagement.programme,
        "first_day": now.first_day,
        "last_day": now.last_day,
        "days": days(now.quarters),
        "used_days": days(now.used),
        "entered_days": days(now.entered),
        "state": now.state,
        "answer_by": now.answer_by,
        "change_waits": engagement.change_waits,
        "recorded_at": now.recorded_at,
    }


def _worked(entry: WorkedEntry) -> WorkedDayOut:
    return WorkedDayOut(
        id=entry.id,
        day=entry.day,
        days=days(entry.quarters),
        entered_at=entry.entered_at,
        ending=entry.ending,
        ended_at=entry.ended_at,
        reason=entry.reason,
    )


def _change(change: Change) -> WaitingChangeOut:
    return WaitingChangeOut(
        id=change.id,
        first_day=change.first_day,
        last_day=change.last_day,
        days=days(change.quarters),
        answer_by=change.answer_by,
        recorded_at=change.recorded_at,
    )


def _happening(happening: Happening, language: Language) -> HappeningOut:
    kind = f"{happening.source}-{happening.what}"
    told = _told(kind, happening, language)
    return HappeningOut(kind=kind, text=told[0].upper() + told[1:], recorded_at=happening.recorded_at)


def _told(kind: str, happening: Happening, language: Language) -> str:
    """What happened; of other terms what they are, and what they were where they hold."""
    what, terms = HAPPENED[kind], {name: _terms(happening.facts[name]) for name in ("old", "new") if name in happening.facts}
    if not terms:
        return what.say(language)
    said = {name: TERMS.say(language, **each) for name, each in terms.items()}
    return (CHANGED if "old" in said else ASKED).say(language, what=what, **said)


def _terms(facts: Mapping[str, Any]) -> dict[str, object]:
    return {
        "days": days(facts["quarters"]),
        "first_day": date.fromisoformat(facts["firstDay"]),
        "last_day": date.fromisoformat(facts["lastDay"]),
    }
