"""The pages that stand above the rooms: home, legal pages, what the platform measures of itself."""
