"""The Responses API: requests into questions, events into output items."""

from server.dialects.responses.routes import router

__all__ = ["router"]
