"""The socket of a call's leg: ``/appels/voie/?jeton=…&page=…``, beside Django's pages.

A raw ASGI application. The database is asked once, to let somebody in; what follows goes from
socket to topic and from topic to socket. Legs find one another on the topic of their call; a page
that is loaded again within the grace has never left.
"""

from boutdufil.kernel.calls.consumers.entrance import leg

__all__ = ["leg"]
