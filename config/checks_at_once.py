"""The check of one number, answered by the front door itself: numbers differ each time, so no answer to them is ever ready."""

from collections.abc import Callable
from datetime import datetime

from config.languages import API_PREFIX, preferred
from config.ready_answers import ReadyAnswer
from public_list.checking.at_once import AnswersAtOnce

_BEFORE = f"{API_PREFIX}/certificates/"
_ROUTE = f"{API_PREFIX}/certificates/{{number}}"


class ChecksAtOnce:
    """Answers what is asked at the address of a number as it is written, as the route would, byte for byte."""

    __slots__ = ("_answered", "_clock")

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock, self._answered = clock, AnswersAtOnce()

    def __call__(self, path: str, languages: bytes) -> ReadyAnswer | None:
        """The answer; nothing for other paths, and where the route has to look further."""
        if not path.startswith(_BEFORE):
            return None
        language = preferred(languages.decode("latin-1"))
        answer = self._answered(path.removeprefix(_BEFORE), path=path, language=language, now=self._clock())
        return None if answer is None else ReadyAnswer(*answer, _ROUTE)
