"""What only free questions need: several clauses, questions back, and what came to nothing."""
