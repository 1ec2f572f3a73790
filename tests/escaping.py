"""Code that holds a text without showing it."""


def escaped(text: str) -> str:
    """Python for a text that shows none of its characters, so that it is not known before it is drawn."""
    return "+".join(f"chr({ord(character)})" for character in text)
