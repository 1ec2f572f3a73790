"""The pandas code of each kind of analysis."""
