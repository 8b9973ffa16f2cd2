"""Laws of template definitions: what is written is read back, whatever the texts hold."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from waml.carries import Carries
from waml.diagnostic import Finding
from waml.message import long_form
from waml.placeholders import parameter_format
from waml.printing import shortest, to_yaml
from waml.providers import NAMES, load
from waml.rulebook import Subject, judge
from waml.wire import problems

WORDS = st.text("ab {}1.%#é👍\n", min_size=1, max_size=12)
TEXT = st.lists(
    st.sampled_from(["{{1}}", "{{2}}", "{{name}}", "{{ x }}", "{1}", "{{", "{% a"]) | WORDS, min_size=1
).map("".join)
POSITIONS = st.lists(st.fixed_dictionaries({"text": WORDS}), min_size=1, max_size=3)
SAMPLES = POSITIONS | st.lists(st.fixed_dictionaries({"name": WORDS, "text": WORDS}), min_size=1, max_size=3)


def some(required: dict[str, Any], optional: dict[str, Any] | None = None) -> st.SearchStrategy[Any]:
    return st.fixed_dictionaries(required, optional=optional or {})


def typed(kind: str, required: dict[str, Any], optional: dict[str, Any] | None = None) -> st.SearchStrategy[Any]:
    return some({"type": st.just(kind), **required}, optional)


MEDIUM = some({}, {"example": WORDS})
HEADER = st.one_of(
    some({"text": TEXT}, {"example": SAMPLES}),
    *(some({kind: MEDIUM}) for kind in ("image", "video", "document", "gif")),
    *(some({kind: st.just({})}) for kind in ("location", "product")),
)
BODY = some({}, {"text": TEXT, "example": SAMPLES, "add_security_recommendation": st.booleans()})
APP = some({"package_name": WORDS, "signature_hash": WORDS})
BUTTON = st.one_of(
    typed("reply", {"title": TEXT}),
    typed(
        "url",
        {"title": TEXT, "url": TEXT},
        {"example": WORDS, "app_deep_link": st.just({"android_deep_link": "acme://a"})},
    ),
    typed("call", {"title": TEXT, "phone_number": WORDS}),
    typed("copy", {}, {"title": TEXT, "example": WORDS}),
    typed("voice_call", {}, {"title": TEXT, "ttl_minutes": st.integers(0, 99_999)}),
    typed(
        "flow",
        {"title": TEXT},
        {
            "flow_id": st.integers(1, 10**9).map(str),
            "flow_name": WORDS,
            "flow_json": WORDS,
            "flow_action": st.sampled_from(["navigate", "data_exchange"]),
            "screen": WORDS,
            "icon": st.sampled_from(["document", "review"]),
        },
    ),
    *(typed(kind, {}, {"title": TEXT}) for kind in ("catalog", "product_list", "product", "contact_request")),
    typed("order_details", {}),
    typed("app", {"title": TEXT, "app_deep_link": st.just({"android_deep_link": "acme://a"})}),
    typed(
        "otp",
        {"otp_type": st.sampled_from(["copy_code", "one_tap"])},
        {
            "title": TEXT,
            "autofill_text": WORDS,
            "supported_apps": st.lists(APP, min_size=1, max_size=2),
            "zero_tap_terms_accepted": st.booleans(),
        },
    ),
)
BUTTONS = st.lists(BUTTON, min_size=1, max_size=3)
CARD = some({}, {"header": HEADER, "body": BODY, "buttons": BUTTONS})
DEFINITIONS = some(
    {"name": WORDS, "language": WORDS, "category": st.sampled_from(["marketing", "utility", "authentication"])},
    {
        "ttl_seconds": st.integers(-1, 10**6),
        "header": HEADER,
        "body": BODY,
        "footer": some({"text": TEXT}) | some({"code_expiration_minutes": st.integers(0, 99)}),
        "buttons": BUTTONS,
        "carousel": st.lists(CARD, min_size=1, max_size=2),
        "limited_time_offer": some({"text": TEXT}, {"has_expiration": st.just(True)}),
        "call_permission_request": st.just({}),
    },
)


@given(DEFINITIONS, st.sampled_from(["named", "positional"]))
def test_the_laws_of_a_definition(definition: dict[str, Any], stated: str) -> None:
    """It is printed, judged for everybody, written, and read back; a drawn one costs more than any of that."""
    made = {"define_template": definition}
    assert long_form(shortest(made)) == made
    assert "define_template" in to_yaml(made)

    found = {provider: judge(Subject(made, provider, {})) for provider in NAMES}
    for provider in NAMES:
        assert isinstance(list(Carries(provider).findings(made, "define_template")), list)
    for provider in ("cloud", "360dialog-onprem"):
        is_read_back_from_meta(made, provider, found[provider])
    is_read_back_from_infobip(made, found["infobip"])
    keeps_a_stated_format(definition, stated)


def is_read_back_from_meta(made: dict[str, Any], provider: str, found: list[Finding]) -> None:
    module = load(provider)
    request = module.encode(made, {})
    if not any(finding.severity == "error" for finding in found):
        assert problems(provider, request) == []
    assert module.decode(request) == [made]


def is_read_back_from_infobip(made: dict[str, Any], found: list[Finding]) -> None:
    """What a rule objects to, or what is not carried, may be lost; nothing else is."""
    module = load("infobip")
    (back,) = module.decode(module.encode(made, {}))
    if not any(f.severity == "error" or f.rule == "not-carried" for f in found):
        assert back == made


def keeps_a_stated_format(definition: dict[str, Any], stated: str) -> None:
    """A format that is stated stays where it contradicts what the placeholders say."""
    module = load("cloud")
    (back,) = module.decode(module.encode({"define_template": {**definition, "parameter_format": stated}}, {}))
    derived = parameter_format(definition)
    assert back["define_template"].get("parameter_format") == (stated if derived not in (stated, None) else None)
