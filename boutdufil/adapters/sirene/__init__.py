"""The official register of establishments (Sirene), asked through the State's open search.

Source: https://recherche-entreprises.api.gouv.fr (data of INSEE, Licence Ouverte, no key).
"""

from boutdufil.adapters.sirene.fake import FakeRegister
from boutdufil.adapters.sirene.official import OFFICIAL_ADDRESS, SearchRegister, open_register
from boutdufil.adapters.sirene.register import Establishment, Register, RegisterUnavailableError

__all__ = [
    "OFFICIAL_ADDRESS",
    "Establishment",
    "FakeRegister",
    "Register",
    "RegisterUnavailableError",
    "SearchRegister",
    "open_register",
]
