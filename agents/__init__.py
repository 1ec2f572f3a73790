"""The steps of an analysis: values in, a value out, each testable with no graph and no server."""
