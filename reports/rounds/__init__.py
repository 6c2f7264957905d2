"""The report of a round as a file: read, checked, turned into plain values. Knows no framework and no database."""
