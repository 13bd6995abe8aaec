"""Finding messages among one's own: read or not, by words, by the day they came; in an order, a page at a time."""

from registry.exports.cursor import Query, folded
from registry.exports.paging import Page
from registry.messages import inbox
from registry.messages.inbox import Told
from registry.messages.rules import Kind
from registry.messages.words import WORDS
from registry.permissions import Actor
from registry.sieves import wording
from registry.sieves.choosing import Choice
from registry.sieves.offer import Columns, Offer, Option
from registry.sieves.sieve import found_in
from registry.texts import Text

_FOUND = f"""
SELECT id, kind, facts::text AS facts, path, recorded_at, read_at FROM message
WHERE account = $1 AND ($2 = '' OR (read_at IS NULL) = ($2 = 'ongelezen'))
    AND ($3 = '' OR kind = ANY($4) OR EXISTS (
        SELECT 1 FROM jsonb_each_text(facts) AS fact WHERE strpos({folded("fact.value")}, {folded("$3")}) > 0))
    AND ($5::date IS NULL OR (recorded_at AT TIME ZONE 'Europe/Amsterdam')::date >= $5)
    AND ($6::date IS NULL OR (recorded_at AT TIME ZONE 'Europe/Amsterdam')::date <= $6)
"""  # noqa: S608  our own columns
MESSAGES = Offer(
    orders={
        "nieuwste": Columns(wording.NEWEST, "recorded_at DESC, id DESC"),
        "oudste": Columns(wording.OLDEST, "recorded_at, id"),
    },
    stands={
        "ongelezen": Option(Text("Nog niet gelezen", "Not read yet")),
        "gelezen": Option(Text("Gelezen", "Read")),
    },
    has_period=True,
    whole=Text("Alle berichten", "All messages"),
)


def query(choice: Choice, *, actor: Actor) -> Query:
    """Those of the actor's own messages that were chosen: words in their title, or in what they are about."""
    known = MESSAGES.known(choice)
    sought = (known.words, [kind.value for kind in about(known.words)])
    values = (inbox.own(actor), known.stand, *sought, known.first_day, known.last_day)
    return Query(f"{_FOUND} ORDER BY {MESSAGES.ordered(known).columns}", values)


async def page_of(choice: Choice, *, actor: Actor) -> Page[Told]:
    """The page that was chosen."""
    page = await query(choice, actor=actor).page(choice.page, size=inbox.PAGE)
    return page.holding([inbox.told(row) for row in page.rows])


def about(words: str) -> list[Kind]:
    """The kinds of messages that have these words in their title, in either language."""
    return [kind for kind, told in WORDS.items() if found_in((told.title.nl, told.title.en), words)]
