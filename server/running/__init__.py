"""Carries runs out: the graphs and what they are given, containers, jobs that outlive a request."""
