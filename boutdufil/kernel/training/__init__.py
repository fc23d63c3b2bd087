"""Training bodies, certificates, programmes and sessions."""
