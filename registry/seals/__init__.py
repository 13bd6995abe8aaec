"""The seal on documents: its key and certificates, setting it, and telling what a PDF that somebody brings has of it."""
