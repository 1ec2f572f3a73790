"""Templates `@name[hint]`: read, matched with what came out, and filled."""
