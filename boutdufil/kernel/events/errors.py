"""What can be wrong with an event or a handler."""


class EventError(Exception):
    """An event or a handler that is declared, published or stored wrongly; says what to do."""
