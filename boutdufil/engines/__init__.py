"""Pure computing: no Django, no files, no clock, no global randomness. Usable as a library."""
