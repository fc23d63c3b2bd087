"""Tags of the barometer's pages."""
