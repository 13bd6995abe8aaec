"""Processes of their own for what strangers send: bounded before they look at it, gone after one answer."""
