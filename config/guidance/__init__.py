"""Guides and statements for people: what stands in `docs/`, as pages."""
