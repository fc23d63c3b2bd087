"""Template tags of the interface kit; load them with ``{% load ui %}``."""
