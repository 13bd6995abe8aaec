"""The keys in whose name the registry signs: what is known of them, their private halves in files, and who signs now."""
