"""The demonstration round: invented replies, played through the real actions. We do not know what governments
answered in 2003; nothing here is a statement about a State."""
