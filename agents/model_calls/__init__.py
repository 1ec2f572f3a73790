"""Requests to a model: asked, counted, limited, and their faults told."""
