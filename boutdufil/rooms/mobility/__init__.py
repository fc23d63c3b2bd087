"""Mobility: a person finds the jobs their skills carry them to, and the doors that are open."""
