"""Bout du fil: at the other end of the line there is a job, and there is a human."""
