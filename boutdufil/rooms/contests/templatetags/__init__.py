"""What pages of the room ask for by themselves."""
