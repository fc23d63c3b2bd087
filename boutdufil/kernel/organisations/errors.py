"""What can go wrong between people and organisations."""


class OrganisationError(Exception):
    """Any refusal of this module."""


class SiretTakenError(OrganisationError):
    """An organisation of this SIRET is here already: one joins it by invitation."""


class ParentError(OrganisationError):
    """The organisation cannot stand under that one: a circle, or too deep."""


class InvitationSpentError(OrganisationError):
    """The invitation was used, withdrawn, has expired or never existed."""


class OtherAddressError(OrganisationError):
    """The invitation was sent to another address than the account's."""


class LastManagerError(OrganisationError):
    """The last person who answers for the organisation may not leave it alone."""


class PartyMissingError(OrganisationError):
    """An agreement binds two branches at least."""
