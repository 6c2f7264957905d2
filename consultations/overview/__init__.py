"""What the register tells of its records: found words, uses, history. Reads, and writes nothing."""
