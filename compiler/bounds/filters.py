"""How long a text can be after a filter, where its value is not known.

Each takes a value (a domain of them) and its arguments, and returns all that Jinja's filter may return for any value
of them, or more. What is written out, the evaluator lets Jinja filter itself.
"""

from __future__ import annotations

from collections.abc import Mapping

from .arguments import Filter
from .filters_of_text import OF_TEXT
from .filters_of_values import OF_VALUES

FILTERS: Mapping[str, Filter] = {**OF_TEXT, **OF_VALUES}
"""Every filter of the subset."""
