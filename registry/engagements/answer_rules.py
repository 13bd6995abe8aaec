"""Until when a request or a change can be answered."""

from datetime import date

from registry.engagements.errors import AnswerTooLate


def check_in_time(answer_by: date | None, last_day: date, *, today: date) -> None:
    """Through its term, and no longer than there is a day to work; raises AnswerTooLate.

    `last_day` is the last day of what is asked. Without a term that day is the term.
    """
    last_answer = last_day if answer_by is None else min(answer_by, last_day)
    if last_answer < today:
        raise AnswerTooLate(answer_by=last_answer)
