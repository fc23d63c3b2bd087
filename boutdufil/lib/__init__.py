"""Small pure tools that depend on nothing of ours."""
