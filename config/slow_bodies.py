"""A body that comes too slowly is given up: whoever drips bytes would hold a task for as long as they like."""

import asyncio

from litestar.types import HTTPReceiveMessage, Receive

from config.errors import TooSlow

GRACE = 15.0
"""Seconds for the whole body, whatever its size."""
BYTES_A_SECOND = 8_192
"""Each so many bytes that came give a second more: 10 MB may take some twenty minutes, on the slowest of lines."""


class PromptBody:
    """The receiving half of a request, which waits for its body no longer than is fair."""

    __slots__ = ("_is_whole", "_receive", "_until")

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self._until = asyncio.get_running_loop().time() + GRACE
        self._is_whole = False

    async def __call__(self) -> HTTPReceiveMessage:
        """The next message; raises TooSlow when the body does not come in time, or never because its client left.

        After the body nothing is timed.
        """
        if self._is_whole:
            return await self._receive()  # type: ignore[return-value]  # of a request, never of a websocket
        try:
            async with asyncio.timeout_at(self._until):
                message = await self._receive()
        except TimeoutError as error:
            raise TooSlow from error
        if message["type"] != "http.request":
            raise TooSlow
        self._until += len(message["body"]) / BYTES_A_SECOND
        self._is_whole = not message["more_body"]
        return message
