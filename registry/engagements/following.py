"""What follows for bookings when a certificate changes: frozen, ended or resumed, within a minute (DESIGN §7).

Nobody tells this topic that a certificate changed: it looks. So it misses nothing, whatever caused the change, and a
process that was away does what it missed as soon as it is back.
"""

from datetime import datetime
from uuid import UUID

from registry.bookings import standing, weighing
from registry.bookings.matters import Wish
from registry.bookings.rules import Judgement
from registry.bookings.standing import Now
from registry.bookings.steps import BookingStep
from registry.days import amsterdam_day
from registry.engagements import closing, following_told
from registry.engagements.consequences import Consequence, consequence, day_that_counts, since
from registry.engagements.coverage import certificates_for
from registry.engagements.one_by_one import one_by_one
from registry.engagements.stepping import take
from registry.messages.rules import Kind
from registry.permissions import Actor
from registry.transactions import Connection, fetch, transaction

ITSELF = Actor(account=None, person=None, name="register", grants=())
"""Nobody asks for it: it follows from what certifiers decided."""

DISAGREEING = """
WITH unclosed AS MATERIALIZED (
    SELECT booking.id FROM booking WHERE NOT EXISTS (SELECT 1 FROM booking_event
        WHERE booking_event.booking = booking.id AND step IN ('declined', 'lapsed', 'completed', 'cancelled'))
), open AS MATERIALIZED (
    SELECT booking_now.id, booking_now.adviser, booking_now.scope, booking_now.last_day, programme.schemes,
        greatest(booking_now.first_day, $1::date) AS day,
        CASE booking_now.state WHEN 'frozen' THEN 'frozen' WHEN 'requested' THEN 'requested' ELSE 'active' END AS state
    FROM unclosed JOIN booking_now ON booking_now.id = unclosed.id
        JOIN allotment ON allotment.id = booking_now.allotment JOIN programme ON programme.id = allotment.programme
), file AS (
    SELECT adviser.id, coalesce(adviser_merge.counts_as, adviser.id) AS main
    FROM adviser LEFT JOIN adviser_merge ON adviser_merge.duplicate = adviser.id AND adviser_merge.undone_at IS NULL
), held AS (
    SELECT open.id, open.scope, open.day, certificate.id AS certificate, certificate.valid_from, certificate.valid_until,
        CASE WHEN open.scope = '{}' THEN '{}' ELSE ARRAY(SELECT (item ->> 'code')::varchar
            FROM jsonb_array_elements(certificate.snapshot::jsonb -> 'scope') AS item) END AS covered
    FROM open
        JOIN file AS booked ON booked.id = open.adviser
        JOIN file AS other ON other.main = booked.main
        JOIN certificate ON certificate.adviser = other.id
        JOIN scheme_version ON scheme_version.id = certificate.scheme_version
        JOIN scheme ON scheme.id = scheme_version.scheme AND scheme.code = ANY(open.schemes)
), counting AS (
    SELECT held.id, held.scope, held.covered, happened.suspended
    FROM held CROSS JOIN LATERAL (
        SELECT bool_or(kind = 'granted') AS granted,
            bool_or(kind = 'voided' OR (kind IN ('withdrawn', 'superseded', 'replaced') AND effective_on <= held.day)) AS ended,
            coalesce((max(ARRAY[effective_on - DATE '0001-01-01', id, (kind = 'suspended')::integer])
                FILTER (WHERE kind IN ('suspended', 'reinstated') AND effective_on <= held.day))[3] = 1, false) AS suspended
        FROM certificate_event WHERE certificate_event.certificate = held.certificate) AS happened
    WHERE happened.granted AND NOT happened.ended AND held.day <= held.valid_until
        AND (happened.suspended OR held.valid_from <= held.day)
), standing AS (
    SELECT counting.id,
        bool_or(NOT suspended) AND scope <@ coalesce(array_agg(item) FILTER (WHERE NOT suspended), '{}') AS covered,
        scope <@ array_agg(item) AS covered_but_for_suspension
    FROM counting LEFT JOIN LATERAL unnest(counting.covered) AS item ON true
    GROUP BY counting.id, counting.scope
)
SELECT open.id FROM open LEFT JOIN standing ON standing.id = open.id
WHERE CASE open.state
    WHEN 'frozen' THEN coalesce(standing.covered OR NOT standing.covered_but_for_suspension, true)
    WHEN 'requested' THEN open.last_day >= $1 AND NOT coalesce(standing.covered_but_for_suspension, false)
    ELSE open.last_day >= $1 AND NOT coalesce(standing.covered, false) END
ORDER BY open.adviser, open.id
"""
"""The open bookings of which `consequence` has something to say today ($1): all of them in one statement.

It says in SQL what the rule says of one booking; a property test keeps the two equal.
"""


async def follow(*, now: datetime) -> int:
    """Make every open booking agree with the certificates of its adviser; returns how many were changed.

    Each booking is a transaction of its own, judged anew once it is its turn: two that do so at once do it once. What
    fails with one booking keeps no other from its turn; it is raised at the end.
    """
    disagreeing = await fetch(DISAGREEING, amsterdam_day(now))
    return await one_by_one((row["id"] for row in disagreeing), lambda booking: settle(booking, now=now))


async def settle(booking_id: UUID, *, now: datetime) -> bool:
    """Do what follows for one booking, and tell who it concerns; false where it stands as it should."""
    async with transaction() as connection:
        booking = await standing.locked(booking_id, connection=connection)
        today = amsterdam_day(now)
        held, scope, first_day, last_day = await certificates_for(booking), booking.scope, booking.first_day, booking.last_day
        due = consequence(booking.state, held, scope, first_day=first_day, last_day=last_day, today=today)
        bare_since = since(held, scope, day_that_counts(first_day, today))
        match due:
            case None:
                return False
            case Consequence.RESUME:
                return await _resume(booking, connection=connection, now=now)
            case Consequence.FREEZE:
                facts = {"cause": "certificate-suspended", "since": bare_since}
                await take(BookingStep.FROZEN, booking, actor=ITSELF, now=now, facts=facts)
                await following_told.tell_all(Kind.BOOKING_FROZEN, booking, since=bare_since, connection=connection, now=now)
            case Consequence.END:
                facts = {"cause": "certificate-ended", "since": bare_since}
                await closing.close(BookingStep.CANCELLED, booking, actor=ITSELF, now=now, facts=facts)
                await following_told.tell_all(Kind.BOOKING_ENDED, booking, since=bare_since, connection=connection, now=now)
    return True


async def _resume(booking: Now, *, connection: Connection, now: datetime) -> bool:
    """Active again if the judge passes what is left of it; else it stays frozen, and who it concerns is told why, once."""
    judgement = await _judged(booking, now=now)
    if judgement is not None and not judgement.passed:
        await following_told.tell_why_not(booking, judgement, connection=connection, now=now)
        return False
    await take(BookingStep.RESUMED, booking, actor=ITSELF, now=now)
    await following_told.tell_all(Kind.BOOKING_RESUMED, booking, since=None, connection=connection, now=now)
    return True


async def _judged(booking: Now, *, now: datetime) -> Judgement | None:
    """What the judge says of the days that are left; None where nothing is left to be judged."""
    if booking.last_day < amsterdam_day(now) or booking.unworked <= 0:
        return None
    return await weighing.judge_again(booking, Wish(booking.first_day, booking.last_day, booking.quarters), now=now)
