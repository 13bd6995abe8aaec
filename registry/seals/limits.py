"""How large a PDF may be that somebody brings, packed and unpacked, and what reading it may cost."""

MEGABYTE = 1_000_000

FILE_BYTES = 2 * MEGABYTE
"""One of ours has some 60,000."""
UNPACKED_BYTES = 16 * MEGABYTE
"""Of any one stream."""
ATTACHMENT_NODES = 200
"""Parts of the list of attachments that are looked at."""
CHILD_SECONDS = 8
"""Waiting for a turn and reading; after this the child is stopped, so that the answer is there within ten."""
CHILD_BYTES = 512 * MEGABYTE
AT_ONCE = 2
