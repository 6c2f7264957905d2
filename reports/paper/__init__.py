"""The paper for the governing body: facts as of a day in, numbered paragraphs out. Knows no framework."""
