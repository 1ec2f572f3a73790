"""The embedded code interpreter: Azure's session pool API over local sandboxes."""
