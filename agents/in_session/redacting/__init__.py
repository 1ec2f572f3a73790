"""Tells what a model may see of a text where it may see no cell; `outputs` is the way in."""
