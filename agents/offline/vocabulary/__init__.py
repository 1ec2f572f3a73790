"""The words for what can be asked, each once: reading, templates, code and answers draw on these tables."""
