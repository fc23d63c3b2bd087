"""Choices of the territories module."""

from enum import StrEnum


class TravelMode(StrEnum):
    """How one travels to work."""

    CAR = "car"
    PUBLIC_TRANSPORT = "public_transport"
