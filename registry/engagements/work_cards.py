"""What waits about bookings on the page of one's work: for a municipality, and for an adviser."""

from datetime import datetime

from registry.accounts.forms import kept_decimal
from registry.accounts.work import Card
from registry.allotments.ledger import AccountKind
from registry.bookings import service
from registry.days import amsterdam_day
from registry.engagements import waits
from registry.permissions import Actor, Permission
from registry.quarters import days
from registry.texts import Language, Text

_OPEN = Text("open", "open")


async def waiting(actor: Actor, now: datetime) -> list[Card]:
    """A municipality sees its days and what its bookings ask; an auditor the way in; an adviser what waits for them."""
    cards = []
    if actor.may(Permission.BOOK):
        cards += await _of_municipality(actor, now)
    elif actor.may(Permission.READ_BOOKINGS):
        text = Text("Bekijk de boekingen en hoe ze ervoor staan.", "See the bookings and how they stand.")
        cards.append(Card(Text("Boekingen", "Bookings"), "/boekingen", text))
    if actor.may(Permission.ANSWER_BOOKINGS):
        cards += await _of_adviser(actor, now)
    return cards


async def _of_municipality(actor: Actor, now: datetime) -> list[Card]:
    asked = await waits.for_municipality(actor, today=amsterdam_day(now))
    available = sum(each.balances[AccountKind.AVAILABLE] for each in await service.allotments_for(actor, now=now))
    find = Card(
        Text("Een adviseur boeken", "Book an adviser"),
        "/adviseurs",
        Text(
            "Zoek een adviseur op de lijst en kies ‘Boek deze adviseur’.",
            "Find an adviser on the list and choose ‘Book this adviser’.",
        ),
        kept_decimal(days(available), Language.NL),
        Text("dagen beschikbaar", "days available"),
    )
    text = Text("Bekijk de boekingen en hoe ze ervoor staan.", "See the bookings and how they stand.")
    cards = [find, Card(Text("Boekingen", "Bookings"), "/boekingen", text, asked.open, _OPEN)]
    if asked.entered:
        approve = Text("Keur de gewerkte dagen goed of af.", "Approve or reject the days worked.")
        counted = Text("met dagen die wachten", "with days that wait")
        cards.append(
            Card(Text("Dagen goedkeuren", "Approve days"), "/boekingen?stand=met-dagen", approve, asked.entered, counted)
        )
    if asked.past:
        done = Text("De periode is voorbij. Rond de boeking af.", "The period is over. Complete the booking.")
        title = Text("Boekingen afronden", "Complete bookings")
        cards.append(Card(title, "/boekingen?stand=actief", done, asked.past, Text("klaar", "done")))
    return cards


async def _of_adviser(actor: Actor, now: datetime) -> list[Card]:
    asked = await waits.for_adviser(actor, today=amsterdam_day(now))
    text = Text("Vul gewerkte dagen in en bekijk uw boekingen.", "Enter the days you worked and see your bookings.")
    cards = [Card(Text("Mijn boekingen", "My bookings"), "/mijn-boekingen", text, asked.open, _OPEN)]
    if asked.requested + asked.changes:
        answer = Text("Een gemeente wacht op uw antwoord.", "A municipality waits for your answer.")
        title, count = Text("Boekingen beantwoorden", "Answer bookings"), asked.requested + asked.changes
        cards.insert(
            0, Card(title, "/mijn-boekingen?stand=te-beantwoorden", answer, count, Text("wachten op u", "wait for you"))
        )
    state = Text("Geef op welke dagen u kunt werken, en voor wie niet.", "State when you can work, and for whom not.")
    cards.append(Card(Text("Mijn beschikbaarheid", "My availability"), "/mijn-beschikbaarheid", state))
    return cards
