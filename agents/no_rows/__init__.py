"""A model that is shown no cell: texts are redacted on their way to it, and restored on their way back."""
