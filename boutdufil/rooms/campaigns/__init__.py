"""Campaigns that promote the trade: a tree of stops, companies and events with many owners."""
