"""What a process of Django has read before it begins its work, once for all that are forked."""

import django

django.setup()
