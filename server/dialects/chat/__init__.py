"""Chat Completions: one answer to a list of messages; nothing is kept but the files that code has made."""

from server.dialects.chat.routes import router

__all__ = ["router"]
