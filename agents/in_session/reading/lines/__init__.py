"""How a text is cut into cells: its encoding, delimiter, quotes and comments."""
