"""The register as plain Python: what was known of a consultation, and a round read from files."""
