"""What outputs and the profile show, ready to be looked up."""
