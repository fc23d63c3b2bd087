"""The rooms: each is one door of the house, and none knows another."""
