"""What the cells of columns hold: numbers, units, words and marks of missing values."""
