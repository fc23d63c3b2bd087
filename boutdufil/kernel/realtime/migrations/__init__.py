"""Indexes of realtime in the outbox."""
