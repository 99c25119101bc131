"""What validate takes from the environment."""

from shared.settings import ServiceSettings


class ValidateSettings(ServiceSettings):
    """Settings of validate."""
