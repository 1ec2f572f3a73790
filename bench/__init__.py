"""Measurements of what a budget names, as ratios against a peer in the same run."""
