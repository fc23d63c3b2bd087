"""Template tags of realtime."""
