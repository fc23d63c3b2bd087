"""Illico: a number, a human within sixty seconds, by voice, by text and in sign language."""
