"""From a question and a profile to an intent."""
