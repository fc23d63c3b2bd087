"""The outside world: one folder for each service the platform talks to."""
