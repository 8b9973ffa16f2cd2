"""Generated messages in canonical form: `messages(kind, provider)` is a message that the provider carries.

What a provider does not carry (`rules/carries.yaml`) is not drawn for it. Beyond that, these normalisations of
the language (§10.8) keep something out; nothing else is left out:

- infobip: a contact's `type` is upper-case; times have no milliseconds; a template's values are texts (an amount
  or a date becomes its `fallback_value`) and its buttons have no `index` (they are renumbered); `urlOptions` may
  be empty, since it is untouched;
- pilot-status: all values of a template come back as named ones of its body: no header text, no URL suffix, no
  amount and no date;
- times of an order travel as seconds at Meta.
"""

from __future__ import annotations

from typing import Any

import limits
from hypothesis import strategies as st
from parts import ( # noqa
    emails, header, http_urls, ids, key, media, mappings, phones, plain_times, some, texts, times, titles,
)
from template_parts import templates
from waml.carries import Carries
from waml.providers import NAMES

Message = dict[str, Any]
