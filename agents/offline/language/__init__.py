"""What single words and phrases of a question mean: columns, values, comparisons, statistics."""
