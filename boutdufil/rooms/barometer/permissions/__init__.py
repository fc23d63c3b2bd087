"""Who may do what, by noun."""
