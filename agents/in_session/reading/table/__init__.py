"""Where the table is in a sheet of cells: header, rows, footer and sums."""
