"""One's own messages, and mail that has not gone out, as lists to save."""

from collections.abc import Callable
from datetime import date

import asyncpg
import msgspec

from registry.exports.listing import Column, Exported, Kind, Row
from registry.exports.outline import EVERYBODY, Outline
from registry.messages import finding, mail_finding, rules
from registry.messages.mail_wording import failure_of
from registry.messages.wording import text_of
from registry.messages.words import WORDS
from registry.permissions import Actor
from registry.sieves.choosing import Choice
from registry.texts import Language, Text

_ABOUT = Column(Text("Bericht", "Message"), width=44, words={each: words.title for each, words in WORDS.items()})
_MESSAGES = Outline(
    "berichten",
    Text("Berichten", "Messages"),
    (
        _ABOUT,
        Column(Text("Tekst", "Text"), width=80),
        Column(Text("Van wanneer", "Told at"), Kind.INSTANT),
        Column(Text("Gelezen op", "Read at"), Kind.INSTANT),
    ),
    Text("Uw berichten.", "Your messages."),
    Text("Alleen van uzelf.", "Only yours."),
)
_MAIL = Outline(
    "mail",
    Text("Uitgaande e-mail", "Outgoing e-mail"),
    (
        _ABOUT,
        Column(Text("Aan", "To")),
        Column(Text("Van wanneer", "Told at"), Kind.INSTANT),
        Column(Text("Keren geprobeerd", "Tries"), Kind.WHOLE),
        Column(Text("Waarom nog niet", "Failure"), width=60),
        Column(Text("Volgende keer", "Next try at"), Kind.INSTANT),
        Column(Text("Niet meer geprobeerd sinds", "Given up at"), Kind.INSTANT),
    ),
    Text("De e-mail die niet is verstuurd.", "The e-mail that has not gone out."),
    EVERYBODY,
)


async def messages(choice: Choice, *, language: Language, actor: Actor, today: date) -> Exported:
    """Those of the actor's own messages that were chosen, in the language that was asked for."""
    query, stamped = finding.query(choice, actor=actor), finding.MESSAGES.stamped(choice)
    return await _MESSAGES.read(query, _message_in(language), actor=actor, today=today, chosen=stamped)


async def mail(choice: Choice, *, language: Language, actor: Actor, today: date) -> Exported:
    """The mail that was chosen of what has not gone out, never what it says."""
    query, stamped = mail_finding.query(choice, actor=actor), mail_finding.MAIL.stamped(choice)
    return await _MAIL.read(query, _mail_in(language), actor=actor, today=today, chosen=stamped)


def _message_in(language: Language) -> Callable[[asyncpg.Record], Row]:
    def row(each: asyncpg.Record) -> Row:
        kind = rules.Kind(each["kind"])
        return (kind, text_of(kind, msgspec.json.decode(each["facts"]), language), each["recorded_at"], each["read_at"])

    return row


def _mail_in(language: Language) -> Callable[[asyncpg.Record], Row]:
    def row(each: asyncpg.Record) -> Row:
        tried = (each["tries"], failure_of(each["failure"], language), each["next_try_at"], each["given_up_at"])
        return (rules.Kind(each["kind"]), each["email"], each["recorded_at"], *tried)

    return row
