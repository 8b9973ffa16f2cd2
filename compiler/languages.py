"""The languages of templates: `rules/languages.yaml`."""

from __future__ import annotations

from collections.abc import Sequence

from .rows import table


def lists_of(code: str) -> frozenset[str]:
    """Return the lists that hold a code; none where nobody knows it."""
    languages = table("languages")
    return frozenset(languages[code]["lists"]) if code in languages else frozenset()


def near(code: str, lists: Sequence[str]) -> str | None:
    """Return the code of these lists that another seems to mean: `en` for `en_us`, `pt_BR` for `pt-br`."""
    language, _, region = code.replace("-", "_").partition("_")
    spelled = language.lower() + (f"_{region.upper()}" if region else "")
    for candidate in (spelled, language.lower()):
        if candidate != code and lists_of(candidate).intersection(lists):
            return candidate
    others = [other for other in table("languages") if other.startswith(f"{language.lower()}_")]
    return next((other for other in others if lists_of(other).intersection(lists)), None)
