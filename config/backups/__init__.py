"""Backups: the whole registry as one file, and back from it.

The file is a plain tar archive, which stock tools open: the rows of each table as PostgreSQL's own COPY text in gzip, what
they must add up to in `manifest.json`, and `SHA256SUMS` last. With a passphrase that archive is wrapped as an age file.
It holds rows and no statements: the tables, their constraints and triggers come from the migrations of this program.
"""
