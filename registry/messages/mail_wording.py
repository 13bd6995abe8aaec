"""The words of the pages of messages and mail: the news after an act, and why a mail did not go out."""

from collections.abc import Mapping

from registry.messages.outbox import ASKED_AGAIN, GAVE_UP, LINK_OVER, NO_ACCOUNT, TOO_LATE
from registry.texts import Language, Text

NEWS: Mapping[str, Text] = {
    "gelezen": Text("Uw berichten zijn gelezen.", "Your messages have been read."),
    "opnieuw": Text("De e-mail wordt opnieuw geprobeerd.", "The e-mail is tried again."),
}
_WORDS: Mapping[str, Text] = {
    TOO_LATE: Text("Langer dan drie dagen niet verstuurd.", "Not sent for more than three days."),
    NO_ACCOUNT: Text("Het account is uitgezet.", "The account is disabled."),
    LINK_OVER: Text("De link in de e-mail was al over.", "The link in the mail was over already."),
    GAVE_UP: Text("Te vaak geprobeerd.", "Tried too often."),
    ASKED_AGAIN: Text("Wordt opnieuw geprobeerd.", "Is tried again."),
}
_NOTHING = Text("Nog niet geprobeerd.", "Not tried yet.")
_SERVER = Text("De mailserver nam hem niet aan ({reason}).", "The mail server did not take it ({reason}).")


def failure_of(failure: str | None, language: Language) -> str:
    """Why a mail did not go out; the kind and the code of a refusal are for whoever keeps the mail server."""
    if failure is None:
        return _NOTHING.say(language)
    word, _, rest = failure.partition(" ")
    if word not in _WORDS:
        return _SERVER.say(language, reason=failure)
    told = [_WORDS[word].say(language), *([_SERVER.say(language, reason=rest)] if rest else [])]
    return " ".join(told)
