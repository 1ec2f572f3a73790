"""Finds what an answer states and what outputs show, and brings the two together."""
