"""The door of the media app."""

from media.access import forget_rule, may_read, register_rule

__all__ = ["forget_rule", "may_read", "register_rule"]
