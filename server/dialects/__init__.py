"""The dialects of the API, a module or folder for each: routes, and what turns events into its objects."""
