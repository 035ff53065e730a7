"""Cards as typed values: schema 1.5, at most six buttons, every input labelled, readable as text alone."""
