"""What an answer states, and what stands around it."""
