"""The outer edge: settings, model choice, wiring and the command line."""
