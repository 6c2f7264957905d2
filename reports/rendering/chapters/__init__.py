"""Chapters as Word files: read, bound to figures, compared, written. Plain Python, without the portal's models."""
