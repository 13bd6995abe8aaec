"""What takeovers refuse."""

from registry.errors import RuleBroken
from registry.texts import Text


class TakenOverBefore(RuleBroken):
    """One file is taken over once for a scheme."""

    code = "taken-over-before"
    title = Text("Deze lijst is al overgenomen", "This list has been taken over already")
    detail = Text(
        "Precies dit bestand is al overgenomen, of wacht op een besluit. Kijk bij de lijsten.",
        "This very file has been taken over already, or waits for a decision. Look among the lists.",
    )


class TakeoverFaulty(RuleBroken):
    """A list is taken over without any fault, or not at all."""

    code = "takeover-faulty"
    title = Text("De lijst kan zo niet worden overgenomen", "The list cannot be taken over as it is")
    detail = Text("Dit geldt voor rij {rows}. Rij {first}: {told}", "This concerns row {rows}. Row {first}: {told}")


class TooManyRows(RuleBroken):
    """A list has so many rows that a certifier can look at each."""

    code = "takeover-too-many-rows"
    title = Text("Te veel rijen", "Too many rows")
    detail = Text(
        "De lijst heeft {count} rijen; {limit} is het meeste. Verdeel de lijst.",
        "The list has {count} rows; {limit} is the most. Divide the list.",
    )


class HoldersUndecided(RuleBroken):
    """Whoever may be known already is looked at by a person first."""

    code = "takeover-holders-undecided"
    title = Text("Zijn deze houders al bekend?", "Are these holders known already?")
    detail = Text(
        "Rij {rows}: deze houder is misschien al bekend. Wie de lijst voorbereidde, zegt of het iemand anders is.",
        "Row {rows}: this holder may be known already. Whoever prepared the list says whether it is somebody else.",
    )


class TakeoverEnded(RuleBroken):
    """A list is decided, declined or taken back once."""

    code = "takeover-has-ended"
    title = Text("Deze lijst is al afgehandeld", "This list has been dealt with already")
    detail = Text("De lijst is afgehandeld op {ended_at}.", "The list was dealt with on {ended_at}.")


class OwnTakeover(RuleBroken):
    """Nobody decides a list that they prepared themselves."""

    code = "own-takeover"
    title = Text("Twee personen nodig", "Two persons needed")
    detail = Text(
        "U heeft deze lijst zelf voorbereid. Een andere certificeerder beslist.",
        "You prepared this list yourself. Another certifier decides.",
    )


class PreparedByAnother(RuleBroken):
    """Only who prepared a list changes it or takes it back."""

    code = "takeover-prepared-by-another"
    title = Text("Een collega heeft dit voorbereid", "A colleague prepared this")
    detail = Text("Alleen wie de lijst voorbereidde, kan dit doen.", "Only whoever prepared the list can do this.")


class TakeoverErased(RuleBroken):
    """When anyone is erased, lists that wait lose their names: who is named in them only the file can tell."""

    code = "takeover-erased"
    title = Text("De namen in deze lijst zijn gewist", "The names in this list were erased")
    detail = Text(
        "Er is iemand gewist sinds deze lijst is voorbereid. Neem de lijst terug en bied het bestand opnieuw aan.",
        "Somebody was erased since this list was prepared. Take it back and send the file again.",
    )
