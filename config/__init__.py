"""The typed, frozen configuration: config.yaml, overlaid by variables of the environment."""

from config.load import checked, home, load, read_env_file, regulation_of
from config.settings import Config, Network, PageSettings

__all__ = [
    "Config",
    "Network",
    "PageSettings",
    "checked",
    "home",
    "load",
    "read_env_file",
    "regulation_of",
]
