"""What somebody chose of their list of bookings, on the page of a municipality and on that of an adviser."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from litestar.params import QueryParameter

from registry.engagements.sought import Order, Sought
from registry.engagements.wording import LIST_ORDERS, WHICH
from registry.exports.choosing import ORDER, InAddress
from registry.texts import Language, Text


@dataclass(frozen=True, slots=True)
class Choice(InAddress):
    """What was chosen, as the address has it."""

    wanted: str
    words: str
    order: str

    @property
    def given(self) -> Mapping[str, str]:
        """Each by its name in the address."""
        return {"stand": self.wanted, "zoek": self.words, ORDER: self.order}

    def read(self) -> Sought:
        """A state or an order that is none chooses nothing."""
        order = next((each for each in Order if each == self.order), Order.NEWEST)
        return Sought(WHICH.get(self.wanted), self.words, order)

    def context(self, lists: Mapping[str, Text], language: Language) -> dict[str, Any]:
        """What a page shows to choose from; `lists` names each state as its reader says it."""
        return {
            "chosen": self,
            "order": self.read().order,
            "which": [(code, lists[code].say(language)) for code in WHICH],
            "orders": [(each.value, words.say(language)) for each, words in LIST_ORDERS.items() if each is not Order.NEWEST],
            "usual_order": LIST_ORDERS[Order.NEWEST].say(language),
        }


async def chosen(
    wanted: Annotated[str, QueryParameter(name="stand", max_length=40)] = "",
    words: Annotated[str, QueryParameter(name="zoek", max_length=100)] = "",
    order: Annotated[str, QueryParameter(name=ORDER, max_length=40)] = "",
) -> Choice:
    """The dependency `chosen` of a list of bookings."""
    return Choice(wanted if wanted in WHICH else "", words.strip(), order)
