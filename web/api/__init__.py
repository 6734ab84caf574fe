"""The JSON API: the same objects as the screens, through the same use cases."""
