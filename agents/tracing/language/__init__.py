"""How numbers, dates and what is done with them are written, in many languages."""
