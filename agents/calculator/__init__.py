"""A rule-based chat model for the function-calling loop, where no model is configured."""
