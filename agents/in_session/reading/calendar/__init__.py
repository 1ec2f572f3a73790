"""How dates and times are written, and which of day and month comes first."""
