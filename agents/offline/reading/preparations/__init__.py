"""New columns, and gaps, outliers and scales, as a question asks for them."""
