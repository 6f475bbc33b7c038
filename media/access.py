"""Whether a file may be handed to somebody. Media knows nothing of testimonies: the archive registers the rule.

While no rule is registered, everything is refused.
"""

from collections.abc import Callable
from typing import Any

Rule = Callable[[Any, int], bool]

_rules: list[Rule] = []


class RuleAlreadyRegistered(RuntimeError):
    """A second rule would leave it open which one decides."""


def register_rule(rule: Rule) -> None:
    """Make ``rule(reader, file_id)`` decide. Raises RuleAlreadyRegistered when there is one."""
    if _rules:
        raise RuleAlreadyRegistered("There is an access rule for media already.")
    _rules.append(rule)


def forget_rule() -> None:
    """Take the rule away: everything is refused again."""
    _rules.clear()


def may_read(reader: Any, file_id: int) -> bool:
    """Whether ``reader`` may have the file. No rule, an answer that is not True, or a failing rule: no."""
    if not _rules:
        return False
    try:
        return _rules[0](reader, file_id) is True
    except Exception:  # noqa: BLE001 a rule that fails has not said yes
        return False
