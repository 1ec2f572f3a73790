"""The Responses API: requests into questions, events into output items."""
