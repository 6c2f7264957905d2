"""A round as a folder of files: read, checked, turned into plain values. Knows no framework and no database."""
