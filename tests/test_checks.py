"""The named formats and checks: what each takes and refuses."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from each import each

from waml.checks import CHECKS, FORMATS, Fault
from waml.diagnostic import Part
from waml.rows import catalogue, pick
from waml.shape import UNKNOWN


def subject(message: dict[str, Any] | None = None, **attributes: Any) -> Any:
    carries = SimpleNamespace(dressing=lambda part: ["buttons", "list"])
    values = {"message": message or {}, "provider": "cloud", "kind": None, "assume": {}, "carries": carries}
    values |= {"registry": None, "definition": None}  # no templates are known
    return SimpleNamespace(**{**values, **attributes})


def run(name: str, value: Any, about: Any = None, **numbers: Any) -> list[Fault]:
    return list(CHECKS[name](value, about or subject(), **numbers))


TAKEN = [
    ("phone", ["+15551234567", "+4411349", "+123456789012345"]),
    ("http-url", ["https://acme.example", "HTTP://a/b?c#d", "https://acme.example:8443/a%20b"]),
    ("public-url", ["https://acme.example/a", "http://8.8.8.8/a", "http://[2001:db8::1]/a", "ftp://localhost/a"]),
    ("has-http-url", ["see https://acme.example.", "http://a"]),
    ("has-url-with-hostname", ["see https://acme.example and http://10.0.0.1", "no url at all"]),
    ("not-encoded-twice", ["https://acme.example/a%20b", "https://acme.example/100%25"]),
    ("email", ["ada@acme.example", "a.b+c@mail.acme.example"]),
    ("base64-data-uri", ["data:image/png;base64,AAAA", "data:audio/ogg;codecs=opus;base64,AAA="]),
    ("date", ["2024-02-29", "1815-12-10"]),
    ("date-time", ["2026-12-18T19:27:00Z", "2026-12-18 19:27:00+02:00", "2026-12-18T19:27:00"]),
    ("zoned", ["2026-12-18T19:27:00Z", "2026-12-18T19:27:00-0300", "tomorrow"]),
    ("not-padded", ["a b", ""]),
    ("not-blank", ["a", " a ", ""]),
    ("template-value", ["a    b", "Ada, Augusta"]),
    ("no-html", ["a < b > c", "1 <2", "<3 you", "<https://acme.example>"]),
    ("no-markdown", ["*bold*", "#1 of #2", "[1] (see)", "****1234 and ****5678", "___", "snake__case__x"]),
    ("no-markup", ["5 * 3 * 2", "snake_case_name", "~10", "Fine"]),
    ("no-emoji", ["Fine (c) 2026", "naïve café", "数字", "© ™ 10%", "#1*"]),
    ("emoji-or-empty", ["", "👍", "👍🏽", "❤️", "❤", "🇭🇷", "👩‍👩‍👧", "1️⃣", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "👩🏽‍⚕️"]),
]
REFUSED = [
    ("phone", ["15551234567", "+0123456789", "+1 555 123 4567", "", "+15551234567\n"]),
    ("phone", ["+123456", "+1234567890123456", "+１２３４５６７８"]),
    ("http-url", ["acme.example", "ftp://acme.example", "https://", "https:///a", "https://a b", "/srv/a", ""]),
    ("public-url", ["http://localhost/a", "http://10.1.2.3/a", "https://user@192.168.0.1:80/", "http://[::1]/"]),
    ("public-url", ["http://printer/a", "http://nas.local"]),
    ("has-http-url", ["see acme.example", "https://", ""]),
    ("has-url-with-hostname", ["http://10.0.0.1/a", "https://[2001:db8::1]/"]),
    ("not-encoded-twice", ["https://acme.example/a%2520b", "%253A"]),
    ("email", ["ada", "ada@acme", "a b@acme.example", "ada@@acme.example"]),
    ("base64-data-uri", ["AAAA", "data:image/png;base64,", "data:image/png,AAAA"]),
    ("base64-data-uri", ["data:image/png;base64,AAA", "data:;base64,AAAA"]),
    ("date", ["2023-02-29", "10/12/1815", "1815-12-1", "1815-12-10T00:00:00Z"]),
    ("date-time", ["tomorrow", "2026-12-18", "2026-13-18T19:27:00Z", "12:30", ""]),
    ("zoned", ["2026-12-18T19:27:00"]),
    ("not-padded", ["a ", "\ta", " "]),
    ("not-blank", [" ", "\n\t"]),
    ("template-value", ["a\nb", "a\tb", "a     b", "a\r"]),
    ("no-html", ["<b>x</b>", "line<br/>break", 'a <a href="x">link</a>', "</P>"]),
    ("no-markdown", ["**bold**", "__bold__", "[shop](https://acme.example)", "a\n## Heading"]),
    ("no-markup", ["*Fine*", "_a b_", "~x~", "```x"]),
    ("no-emoji", ["Fine 👍", "❤", "1️⃣", "🇭🇷"]),
    ("emoji-or-empty", ["nice", "👍👍", "👍 ", "1", "a👍", "🇭"]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "text"), [(name, text) for name, texts in TAKEN for text in texts])
def test_a_format_takes(name: str, text: str) -> None:
    assert FORMATS[name](text)


@pytest.mark.parametrize(("name", "text"), [(name, text) for name, texts in REFUSED for text in texts])
def test_a_format_refuses(name: str, text: str) -> None:
    assert not FORMATS[name](text)


@pytest.mark.parametrize(
    "text",
    [
        "Your total is *$10.50*.",
        "*_both_* and ~gone~ and ```a * b```",
        "3 * 4 * 5 = 60",
        "snake_case and __init",
        "* one\n* two\n* three",
        "~10 minutes",
        "https://acme.example/_x_/*y and me_@acme.example",
        "*see https://acme.example/a_b*",
        "from 9.99*\n*terms apply",
        "\u4f60*\u597d*\u4f60",
        "`a_` and `*`",
        "**",
        "",
    ],
)
def test_balanced_formatting_is_quiet(text: str) -> None:
    assert FORMATS["balanced-formatting"](text)


@pytest.mark.parametrize(
    "text",
    [
        "Your total is *$10.50",
        "an _emphasis that ends nowhere",
        "*bold*text",
        "this is * bold * text",
        "```code",
        "*first line\nsecond line*",
        "~struck",
    ],
)
def test_unbalanced_formatting_is_found(text: str) -> None:
    assert not FORMATS["balanced-formatting"](text)


@pytest.mark.parametrize("name", sorted(FORMATS))
@pytest.mark.parametrize(
    "part", ["*", "* a ", "`", "[", "](", "<b ", "https://", "a@", ".", "%25", "data:a/a;", "\U0001f44d\u200d", " "]
)
def test_a_format_is_done_in_linear_time(name: str, part: str) -> None:
    from time import perf_counter

    started = perf_counter()
    FORMATS[name](part * (40_000 // len(part)) + "\n")
    assert perf_counter() - started < 1.0


def test_dressing_stands_on_the_kinds_that_carry_it() -> None:
    assert run("dressing-carried", {"text": "Hi"}, subject(kind="list"), part="header") == []
    fault = run("dressing-carried", {"text": "Hi"}, subject(kind="text"), part="header")[0]
    assert fault == ((), {"limit": ["buttons", "list"], "other": "text", "at_key": True})
    assert run("dressing-carried", "Acme", subject(kind=None), part="footer")[0].args["other"] == "a body alone"


def test_dressing_beside_a_template_has_a_rule_of_its_own() -> None:
    assert run("dressing-carried", {"text": "Hi"}, subject(kind="template"), part="header") == []


def test_a_number_differs_from_another_however_written() -> None:
    message = {"from": "1 (555) 123-4567"}
    assert len(run("differs-from", "+15551234567", subject(message), other="from")) == 1
    assert run("differs-from", "+15551234568", subject(message), other="from") == []
    assert run("differs-from", "+15551234567", other="from") == []
    assert run("differs-from", "Acme", subject({"from": "Acme"}), other="from") == []


def test_bytes_are_counted_in_utf8() -> None:
    assert run("utf8-length", "é" * 4, max=8) == []
    assert run("utf8-length", "é" * 5, max=8)[0].args == {"length": 10, "limit": 8, "part": Part("é" * 5, 4, 5)}
    assert run("utf8-length", "\ud800", max=8) == []


@pytest.mark.parametrize("medium", [{"id": "1"}, {"link": "x", "file": "a"}, {"file": "a"}, "x", UNKNOWN])
def test_one_source_of_a_medium_is_fine(medium: Any) -> None:
    assert run("one-media-source", medium) == []


@pytest.mark.parametrize(("medium", "count"), [({}, 0), ({"id": "1", "link": "x"}, 2), ({"caption": "x"}, 0)])
def test_no_source_or_two_are_a_fault(medium: Any, count: int) -> None:
    assert run("one-media-source", medium)[0].args == {"count": count}


def test_a_file_alone_is_not_uploaded() -> None:
    assert run("uploaded", {"file": "./a.png"}) == [Fault(("file",), {"value": "./a.png"})]
    assert run("uploaded", {"file": "./a.png", "id": "1"}) == []
    assert run("uploaded", {"id": "1"}) == []


TYPES = {"image": ["image/jpeg", "image/png"], "audio": ["audio/mpeg"], "sticker": ["image/webp"]}


def declared(mime_type: Any) -> dict[str, Any]:
    return {"id": "1", "mime_type": mime_type}


@pytest.mark.parametrize(
    ("kind", "value", "advice"),
    [
        ("image", "audio/mpeg", "send it as audio"),
        ("image", "image/webp", "send it as sticker"),
        ("image", "application/pdf", "send it as document"),
        ("image", "image/gif", "convert it"),
    ],
)
def test_a_type_of_another_kind_names_that_kind(kind: str, value: str, advice: str) -> None:
    fault = run("medium-type", declared(value), subject(kind=kind), links=False, **TYPES)[0]
    assert fault == (("mime_type",), {"value": value, "limit": TYPES[kind], "other": advice})


def test_a_type_that_fits_may_have_parameters() -> None:
    for value in ("Image/PNG; q=1", UNKNOWN, 5):
        assert run("medium-type", declared(value), subject(kind="image"), links=True, **TYPES) == []
    assert run("medium-type", declared("image/png"), subject(kind="document"), links=True, **TYPES) == []


@pytest.mark.parametrize(
    ("kind", "name", "faults"),
    [
        ("image", "a.gif", 1),
        ("image", "a.bmp", 1),
        ("image", "a.webp", 0),
        ("image", "a.gif?fm=jpg", 0),
        ("image", "a.png", 0),
        ("image", "a.mp3", 0),
        ("sticker", "a.png", 0),
        ("sticker", "a.gif", 0),
    ],
)
def test_a_link_tells_a_type_of_the_family_that_is_due(kind: str, name: str, faults: int) -> None:
    link = {"link": f"https://acme.example/{name}"}
    assert len(run("medium-type", link, subject(kind=kind), links=["image", "audio"], **TYPES)) == faults


def test_a_link_tells_a_type_only_where_it_is_believed() -> None:
    song = {"link": "https://acme.example/song.mp3"}
    about = subject(kind="image")
    assert run("medium-type", song, about, links=True, **TYPES)[0].path == ("link",)
    assert run("medium-type", song, about, links=False, **TYPES) == []
    assert run("linked-medium-type", song, about, links=False, **TYPES)[0].path == ("link",)
    # What a file is called says less than what its link ends on.
    called = {"link": "https://acme.example/a", "filename": "a.txt"}
    assert run("medium-type", called, about, links=True, types=["application/pdf"]) == []
    assert run("linked-medium-type", called, about, links=True, types=["application/pdf"])[0].path == ("filename",)
    for certain in ({"mime_type": "image/png"}, {"data_uri": "data:image/png;base64,AAAA"}, {"file": "a.png"}):
        assert run("linked-medium-type", {**song, **certain}, about, links=False, **TYPES) == []
        assert run("medium-type", {**song, **certain}, about, links=True, **TYPES) == []
    file = {"link": "https://acme.example/a.png", "file": "song.mp3"}
    assert run("medium-type", file, about, links=False, **TYPES)[0].path == ("file",)


def test_the_type_of_a_header_knows_no_other_kind() -> None:
    fault = run("medium-type", declared("audio/mpeg"), subject(kind="buttons"), links=True, types=["image/png"])[0]
    assert fault.args == {"value": "audio/mpeg", "limit": ["image/png"], "other": "convert it"}


def test_age_needs_both_moments() -> None:
    both = {"uploaded_at": "2026-01-01T00:00:00Z", "now": "2026-01-31T00:00:01Z"}
    assert run("not-older-than", "1", subject(assume=both), days=30)[0].args == {"value": 30, "limit": 30}
    assert run("not-older-than", "1", subject(assume=both), days=31) == []
    assert run("not-older-than", "1", subject(assume=both), days=None) == []
    assert run("not-older-than", "1", subject(assume={"now": both["now"]}), days=30) == []


def test_later_than_looks_at_the_message_or_at_now() -> None:
    message = {"send_at": "2026-12-18T19:30:00Z"}
    assert len(run("later-than", "2026-12-18T19:30:00Z", subject(message), other="send_at")) == 1
    assert run("later-than", "2026-12-18T19:30:01Z", subject(message), other="send_at") == []
    now = subject(assume={"now": "2027-01-01"})
    assert run("later-than", "2026-12-18T19:30:00Z", now, other="assume.now")[0].args["other"] == "2027-01-01"
    assert run("later-than", "tomorrow", now, other="assume.now") == []
    assert run("later-than", "2026-12-18T19:30:00Z", other="assume.now") == []


def test_later_than_may_ask_for_more_than_a_moment() -> None:
    now = subject(assume={"now": "2026-12-18T19:30:00Z"})
    assert run("later-than", "2026-12-18T19:35:00Z", now, other="assume.now", seconds=300) == []
    assert len(run("later-than", "2026-12-18T19:34:59Z", now, other="assume.now", seconds=300)) == 1


def test_at_least_has_no_upper_end() -> None:
    assert run("at-least", 10**30, min=0) == run("at-least", 0, min=0) == run("at-least", True, min=5) == []
    assert run("at-least", -1, min=0) == [Fault((), {"value": -1, "limit": 0})]


def test_same_as() -> None:
    other = "order.parts[0].id"
    message = subject({"order": {"parts": [{"id": "a"}, {"id": "b"}]}})
    assert run("same-as", "a", message, other=other) == []
    assert len(run("same-as", "b", message, other=other)) == 1
    assert run("same-as", "b", subject({"order": {"parts": []}}), other=other) == []


def test_known_keys() -> None:
    assert run("known-keys", {"city": "Pune"}, keys=["city"]) == []
    assert run("known-keys", {"city": "Pune", "zip": "1"}, keys=["city"]) == [
        Fault(("zip",), {"value": "zip", "limit": ["city"]})
    ]


def test_known_words() -> None:
    assert run("known-words", ["mode"], words=["mode"]) == []
    assert run("known-words", [UNKNOWN], words=["mode"]) == run("known-words", UNKNOWN, words=["mode"]) == []
    assert run("known-words", ["mode", "mood"], words=["mode"]) == [Fault((), {"value": "mood", "limit": ["mode"]})]


def money(value: Any, offset: Any = None) -> dict[str, Any]:
    return {"value": value} if offset is None else {"value": value, "offset": offset}


def item(amount: int, quantity: Any, **more: Any) -> dict[str, Any]:
    return {"amount": money(amount), "quantity": quantity, **more}


ORDER = {
    "items": [item(500, 2), item(300, 1, sale_amount=money(200))],
    "subtotal": money(1200),
    "tax": money(100),
    "shipping": money(50),
    "discount": money(350),
    "total_amount": money(1000),
}


def test_an_order_adds_up() -> None:
    assert run("total-adds-up", ORDER) == run("subtotal-adds-up", ORDER) == []
    assert run("total-adds-up", {"total_amount": money(5)}) == []
    assert run("subtotal-adds-up", {"subtotal": money(5)}) == []


def test_an_order_that_does_not_add_up() -> None:
    without = {key: value for key, value in ORDER.items() if key != "discount"}
    assert run("total-adds-up", without) == [Fault(("total_amount",), {"value": 1000, "other": 1350})]
    short = {**ORDER, "items": ORDER["items"][:1]}
    assert run("subtotal-adds-up", short) == [Fault(("subtotal",), {"value": 1200, "other": 1000})]


@pytest.mark.parametrize("unknown", [UNKNOWN, money(UNKNOWN), money(5, UNKNOWN), money(5, 1000), money("5"), {}])
def test_what_is_not_known_is_not_added(unknown: Any) -> None:
    assert run("total-adds-up", {**ORDER, "tax": unknown}) == []
    assert run("total-adds-up", {**ORDER, "total_amount": unknown}) == []
    assert run("subtotal-adds-up", {**ORDER, "subtotal": unknown}) == []
    assert run("subtotal-adds-up", {**ORDER, "items": [{"amount": unknown, "quantity": 1}]}) == []
    assert run("below-price", {"amount": money(1), "sale_amount": unknown}) == []


PAYMENTS = {"PIX": ["code", "key"], "NONE": []}


def test_a_payment_holds_what_its_type_has() -> None:
    taken = [{"type": "PIX", "id": "1", "code": "x"}, {"type": "NONE"}, {"type": "NEW", "more": 1}, {}, UNKNOWN]
    taken += [{"type": UNKNOWN, "code": "x"}]
    assert [fault for value in taken for fault in run("keys-of-type", value, **PAYMENTS)] == []
    assert [fault.path for fault in run("keys-of-type", {"type": "NONE", "code": "x"}, **PAYMENTS)] == [("code",)]


def test_a_payment_holds_what_its_type_needs() -> None:
    taken = [{"type": "PIX", "code": "x", "key": UNKNOWN}, {"type": "NONE"}, {"type": "NEW"}, {}, {"type": UNKNOWN}]
    assert [fault for value in (*taken, UNKNOWN) for fault in run("needs-of-type", value, **PAYMENTS)] == []
    assert [fault.path for fault in run("needs-of-type", {"type": "PIX", "code": "x"}, **PAYMENTS)] == [("key",)]


@pytest.mark.parametrize(
    ("definition", "faults"),
    [
        ({"buttons": [{"type": "order_details"}]}, 0),
        ({"carousel": [{"body": {}}, {"buttons": [{"type": "order_details"}]}]}, 0),
        ({"buttons": UNKNOWN}, 0),
        ({"buttons": [{"type": UNKNOWN}]}, 0),
        ({"buttons": [{"type": "reply"}]}, 1),
        ({}, 1),
    ],
)
def test_what_a_button_takes_stands_beside_one(definition: Any, faults: int) -> None:
    about = subject(message={"define_template": definition})
    assert len(run("with-button", "BRAZIL", about, type="order_details")) == faults


@pytest.mark.parametrize(
    ("cards", "faults"),
    [
        ([{"header": {"image": {}}}], 1),
        ([{"header": {"image": {}}}, {}], 0),
        ([{"header": {"product": {}}}], 0),
        ([{}], 0),
        ([UNKNOWN], 0),
        ([], 0),
    ],
)
def test_media_cards_are_two_at_least(cards: Any, faults: int) -> None:
    assert len(run("enough-media-cards", cards, min=2)) == faults


@pytest.mark.parametrize(
    ("types", "others", "faults"),
    [
        (["order_details", "reply", "reply"], ["reply"], []),
        (["reply", "order_details"], ["reply"], []),
        (["reply", "url"], ["reply"], []),
        (["order_details", "url", "reply"], ["reply"], [1]),
        (["url", "order_details"], ["reply"], [0]),
        (["order_details", "order_details"], ["reply"], [1]),
        (["order_details"], [], []),
        (["order_details", "reply"], [], [1]),
    ],
)
def test_beside_a_button_stand_only_some(types: list[str], others: list[str], faults: list[int]) -> None:
    found = run("beside", [{"type": kind} for kind in types], type="order_details", others=others)
    assert [fault.path for fault in found] == [(at,) for at in faults]


def test_a_sale_price_is_below_the_price() -> None:
    assert run("below-price", item(300, 1, sale_amount=money(200))) == run("below-price", item(300, 1)) == []
    assert run("below-price", item(300, 1, sale_amount=money(301))) == [
        Fault(("sale_amount",), {"value": 301, "other": 300})
    ]


def test_a_sale_price_is_not_the_price() -> None:
    same, below = item(300, 1, sale_amount=money(300)), item(300, 1, sale_amount=money(200))
    assert run("below-price", same) == run("below-price", below, equal=True) == []
    assert run("below-price", same, equal=True) == [Fault(("sale_amount",), {"value": 300, "other": 300})]


def card(kind: str = "image", *types: str) -> dict[str, Any]:
    return {"header": {kind: {}}, "buttons": [{"type": each} for each in types]}


ALL = ["content", "header", "buttons", "button-types", "catalog"]


def product(catalog: str) -> dict[str, Any]:
    return {"product": {"catalog_id": catalog, "retailer_id": "x"}}


@pytest.mark.parametrize(
    "cards",
    [
        [],
        [card("image", "url"), card("image", "url")],
        [product("1"), product("1")],
        [{}, card()],
        [UNKNOWN, card("image", "reply", "reply"), card("image", "reply", "reply")],
    ],
)
def test_cards_are_alike(cards: Any) -> None:
    assert run("cards-alike", cards, by=ALL) == []


@pytest.mark.parametrize(
    ("cards", "by", "what"),
    [
        ([card("image"), card("video")], "header", "kind of header"),
        ([card("image", "reply"), card("image", "reply", "reply")], "buttons", "buttons"),
        ([card("image", "reply"), card("image", "url")], "button-types", "type of button"),
        ([card(), product("1")], "content", "content: products or media"),
        ([product("1"), product("2")], "catalog", "catalog"),
    ],
)
def test_cards_that_differ(cards: Any, by: str, what: str) -> None:
    assert run("cards-alike", cards, by=[by]) == [Fault((1,), {"value": what})]


def test_cards_may_differ_in_what_is_not_asked() -> None:
    assert run("cards-alike", [card("image", "reply"), card("image", "reply", "reply")], by=["button-types"]) == []


def test_now_before_a_day() -> None:
    assert run("now-before", "text", subject(assume={"now": "2025-10-22T23:59:59Z"}), day="2025-10-23") == []
    assert len(run("now-before", "text", subject(assume={"now": "2025-10-23"}), day="2025-10-23")) == 1
    assert run("now-before", "text", day="2025-10-23") == []


def buttons(*types: str) -> list[dict[str, str]]:
    return [{"type": kind, "title": str(at)} for at, kind in enumerate(types)]


@pytest.mark.parametrize("types", [("reply", "reply"), ("url",), ("voice_call",), ("reply", "call"), ()])
def test_buttons_of_one_kind(types: tuple[str, ...]) -> None:
    assert run("buttons-of-one-kind", buttons(*types)) == []


@pytest.mark.parametrize("types", [("reply", "url"), ("url", "url"), ("url", "voice_call")])
def test_buttons_of_two_kinds(types: tuple[str, ...]) -> None:
    assert run("buttons-of-one-kind", buttons(*types))[0].args["value"] == ", ".join(types)


@pytest.mark.parametrize("types", [("url", "url", "reply"), ("reply", "reply"), ("url",), ("voice_call", "reply"), ()])
def test_links_before_replies(types: tuple[str, ...]) -> None:
    assert run("links-before-replies", buttons(*types)) == []


def test_a_link_behind_a_reply() -> None:
    (fault,) = run("links-before-replies", buttons("url", "reply", "reply", "url", "url"))
    assert (fault.path, fault.args["value"]) == ((3,), 4)


def test_parameters_of_one_style() -> None:
    named, bare = {"name": "a", "text": "x"}, {"text": "x"}
    assert run("one-parameter-style", {"body": [named, named]}) == []
    assert run("one-parameter-style", {"header": {"text": [bare]}, "body": [bare]}) == []
    assert run("one-parameter-style", {"body": [bare, bare, named]}) == [Fault(("body", 2), {})]
    assert run("one-parameter-style", {"header": {"text": [named]}, "body": [bare]}) == [Fault(("body", 0), {})]
    assert run("one-parameter-style", {"body": [UNKNOWN, bare]}) == []


def test_indexes_are_distinct() -> None:
    assert run("distinct-indexes", [{}, {}, {"index": 5}]) == []
    assert run("distinct-indexes", [{"index": 1}, {"index": 1}]) == [Fault((1, "index"), {"value": 1})]
    assert run("distinct-indexes", [{"index": 1}, {"index": 0}, {}]) == [Fault((2,), {"value": 1})]
    assert run("distinct-indexes", [{"index": "1"}, {"index": UNKNOWN}]) == []


CHECKED = [row for row in catalogue().values() if "check" in row.raw]


def checks_of(row: Any) -> list[str]:
    return [row.raw["check"], *([row.raw["warn"]["check"]] if "check" in row.raw.get("warn", {}) else [])]


@each((row, value) for row in CHECKED for value in (None, 1, "x", [], {}, [None], {"text": None}, UNKNOWN, [UNKNOWN]))
def test_a_check_never_raises(case: Any) -> None:
    row, value = case
    for provider in row.providers():
        numbers = {name: pick(number, provider) for name, number in row.raw.get("with", {}).items()}
        for check in checks_of(row):
            run(check, value, subject(provider=provider), **numbers)


def test_every_format_and_check_is_used() -> None:
    rows = catalogue().values()
    assert {row.raw["format"] for row in rows if "format" in row.raw} == set(FORMATS)
    assert {check for row in CHECKED for check in checks_of(row)} == set(CHECKS)
