"""Who may do what on a number."""
