"""What can go wrong in the room, by name; messages are shown as they stand."""


class CampaignError(Exception):
    """Base of every error of this room; ``field`` names what it is about, "" for the whole."""

    def __init__(self, text: str, field: str = "") -> None:
        super().__init__(text)
        self.field = field


class TreeError(CampaignError):
    """A node that cannot stand there."""


class LockedError(CampaignError):
    """Something that whoever organises above keeps as it is."""


class StepError(CampaignError):
    """A step that a status, or the node above, does not allow."""


class InvitationSpentError(CampaignError):
    """An invitation that was used, withdrawn, has expired or never existed."""


class OtherAddressError(CampaignError):
    """An invitation sent to another address than the account's."""


class RegistrationError(CampaignError):
    """A registration that cannot be taken, changed or accepted now."""


class DoorError(CampaignError):
    """A device at a door that is not known here, or a list that cannot be given."""


class DeviceOverError(DoorError):
    """A device that was taken back or has finished: it must forget its list."""
