"""The order of the steps: LangGraph state machines."""
