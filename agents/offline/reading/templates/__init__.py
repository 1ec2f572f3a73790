"""What only questions with templates need: their clauses, definitions and parts."""
