"""Contests: fair elections from many entries to one winner, every decision explained."""
