"""Settings, addresses, processes and the one file that names two rooms."""
