"""Régions, départements, communes and named areas: where a person lives and a job is."""
