"""Error codes: what `waml explain` tells of a code and of an error answer."""

from __future__ import annotations

import json
import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from each import each

from waml.__main__ import main
from waml.catalogue import entry
from waml.codes import Mention, known, meanings, mentions
from waml.rows import catalogue

META = {
    "error": {
        "message": "(#131009) Parameter value is not valid",
        "code": 131009,
        "error_data": {"messaging_product": "whatsapp", "details": "Button title length invalid"},
        "fbtrace_id": "A",
    }
}
WEBHOOK = {"entry": [{"changes": [{"value": {"statuses": [{"status": "failed", "errors": [{"code": 131047}]}]}}]}]}
ON_PREMISE = {"errors": [{"code": 1009, "title": "Parameter value is not valid", "details": "latitude"}], "meta": {}}
GATEWAY = {"meta": {"httpCode": 403, "developerMessage": "This URL is blocked", "success": False}}
INFOBIP = {
    "requestError": {
        "serviceException": {
            "messageId": "BAD_REQUEST",
            "text": "Bad request",
            "validationErrors": {"content.text": ["must not be blank"]},
        }
    }
}
PILOT = {
    "event": "message.failed",
    "data": {"id": "msg_1", "error": "too late", "errorCode": "META_OUTSIDE_24H_WINDOW"},
}


@pytest.mark.parametrize(
    ("answer", "code", "provider", "detail"),
    [
        (META, "131009", "cloud", "Button title length invalid"),
        (WEBHOOK, "131047", "cloud", None),
        (ON_PREMISE, "1009", "360dialog-onprem", "latitude"),
        (GATEWAY, "403", "360dialog-onprem", "This URL is blocked"),
        (INFOBIP, "400", "infobip", "content.text: must not be blank"),
    ],
)
def test_codes_are_found_in_answers(answer: Any, code: str, provider: str, detail: str | None) -> None:
    [mention] = mentions(answer)
    assert mention.code == code
    assert provider in {meaning.provider for meaning in meanings(mention)}
    assert detail is None or detail in mention.details


def _infobip(word: str) -> dict[str, Any]:
    return {"requestError": {"serviceException": {"messageId": word, "text": "Something"}}}


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (_infobip("UNAUTHORIZED"), "401"),
        (_infobip("NOT_FOUND"), "404"),
        (_infobip("TOO_MANY_REQUESTS"), "429"),
        (_infobip("SERVER_ERROR"), "500"),
        (_infobip("BAD_REQUEST"), "400"),
        ({"errorCode": "E404", "description": "Not found"}, "404"),
        ({"meta": {"http_code": 401, "developer_message": "Invalid api key"}}, "401"),
        ({"error": "FREE_FORM_NOT_SUPPORTED", "message": "Templates only"}, "FREE_FORM_NOT_SUPPORTED"),
    ],
)
def test_each_form_of_an_answer_tells_its_code(answer: Any, code: str) -> None:
    [mention] = mentions(answer)
    assert mention.code == code
    assert meanings(mention)
    assert mention.details


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (
            {"errorDescription": "(#132012) Parameter format does not match", "more": {"statusCode": 400}},
            "132012",
        ),
        ({"log": [{"body": '{"error": {"code": 131047, "message": "Re-engagement message"}}'}]}, "131047"),
        ({"error": {"code": 131009, "message": "(#131009) Parameter value is not valid"}}, "131009"),
    ],
)
def test_a_report_of_others_quotes_an_answer(answer: Any, code: str) -> None:
    assert [mention.code for mention in mentions(answer)] == [code]


def test_a_text_that_only_looks_like_an_answer_tells_no_code() -> None:
    assert mentions({"body": '{"error": ', "note": "ticket #1", "more": ["{" * 9]}) == []


def test_infobip_s_newer_form_names_the_fields() -> None:
    answer = {"errorCode": "E400", "description": "Bad", "violations": [{"property": "to", "violation": "is blank"}]}
    assert mentions(answer)[0].details == ("Bad", "to: is blank")


def told_of(tmp_path: Path, text: str) -> Any:
    (tmp_path / "answer.json").write_text(text, "utf-8")
    return CliRunner().invoke(main, ["explain", str(tmp_path / "answer.json")])


def test_a_delivery_report_of_infobip_tells_its_error() -> None:
    error = {"id": 7008, "groupId": 1, "groupName": "HANDSET_ERRORS", "permanent": True, "description": "no match"}
    status = {"id": 5, "groupId": 3, "groupName": "DELIVERED", "description": "delivered"}
    (found,) = mentions({"results": [{"messageId": "a", "status": status, "error": error}]})
    assert (found.code, found.providers, found.details) == ("7008", ("infobip",), ("no match",))


NO_ERROR = {"id": 0, "groupId": 0, "groupName": "OK", "name": "NO_ERROR", "permanent": False}
DELIVERED = {"id": 5, "groupId": 3, "groupName": "DELIVERED", "name": "DELIVERED_TO_HANDSET"}
REFUSED = {"id": 6, "groupId": 5, "groupName": "REJECTED", "name": "REJECTED_NETWORK", "description": "no network"}


@pytest.mark.parametrize(
    ("report", "code"),
    [
        ({"status": DELIVERED, "error": NO_ERROR}, None),  # 0 is Meta's word for something else
        ({"status": REFUSED, "error": NO_ERROR}, "REJECTED_NETWORK"),
        ({"status": REFUSED}, "REJECTED_NETWORK"),
        ({"status": REFUSED, "error": {**NO_ERROR, "id": 7032, "groupName": "HANDSET_ERRORS"}}, "7032"),
        ({"status": REFUSED, "error": "7"}, "REJECTED_NETWORK"),
        ({"status": {**REFUSED, "name": ["a"]}}, None),
    ],
)
def test_a_report_of_infobip_tells_its_status_where_there_is_no_error(report: Any, code: str | None) -> None:
    told = mentions({"results": [{"messageId": "a", "to": "1", **report}]})
    assert [mention.code for mention in told] == ([] if code is None else [code])
    assert all({meaning.provider for meaning in meanings(mention)} == {"infobip"} for mention in told)


def test_a_code_has_a_name_too() -> None:
    assert explained("EC_INVALID_TEMPLATE_ARGS").partition("\n")[2] == explained("7008").partition("\n")[2]
    assert "template-value-count" in explained("7008")


def test_ids_and_codes_that_say_that_all_is_well_are_no_errors() -> None:
    status = {"groupId": 3, "groupName": "DELIVERED", "id": 5, "name": "DELIVERED_TO_HANDSET"}
    fine = {"groupId": 0, "groupName": "OK", "id": 0, "name": "NO_ERROR", "permanent": False}
    assert mentions({"results": [{"messageId": "131009", "status": status, "error": fine}]}) == []


def test_a_subcode_comes_before_the_code_that_it_stands_under() -> None:
    found = mentions({"error": {"message": "Invalid parameter", "code": 100, "error_subcode": 2388043}})
    assert [mention.code for mention in found] == ["2388043", "100"]


def test_half_a_character_in_an_answer_is_told_as_a_sign(tmp_path: Path) -> None:
    path = tmp_path / "answer.json"
    path.write_text('{"error": {"code": 131009, "message": "\\ud800 is wrong"}}', "utf-8")
    assert "says     ? is wrong" in CliRunner().invoke(main, ["explain", str(path)], catch_exceptions=False).output


def test_violations_that_are_no_list_are_no_words() -> None:
    (found,) = mentions({"errorCode": "E400", "description": "Bad", "violations": 1.5})
    assert found.details == ("Bad",)


def test_an_answer_in_a_line_of_a_log_is_read(tmp_path: Path) -> None:
    told = told_of(tmp_path, f"send failed: 400 Bad Request - {json.dumps(META)}\n")
    assert (told.exit_code, told.stdout.splitlines()[0]) == (0, "131009")


def test_each_answer_in_a_log_is_read(tmp_path: Path) -> None:
    answers = [{"to": "1"}, META, INFOBIP, ON_PREMISE, META]
    told = told_of(tmp_path, "".join(f"12:00 {{ got {json.dumps(answer)}\n" for answer in answers))
    assert [line for line in told.stdout.splitlines() if line.isdigit()] == ["131009", "400", "1009"]
    # Each is told by the provider whose answer it is.
    assert "pilot-status" not in told.stdout


def test_a_code_in_the_words_of_a_text_is_read(tmp_path: Path) -> None:
    words = "Error: (#132000) Number of parameters does not match the expected number of params"
    assert told_of(tmp_path, words).stdout == explained(words) == explained("132000")
    assert mentions({"meta": {"http_code": 201, "success": True}}) == []


def test_codes_that_mean_the_same_are_told_alike() -> None:
    assert explained("230") == explained("200").replace("200", "230", 1)


def test_a_code_of_a_form_of_nobody_else_is_told() -> None:
    """Pilot Status wraps its errors as Meta does."""
    [mention] = mentions({"error": {"code": "MISSING_TEMPLATE_VARIABLES", "message": "missing"}})
    assert {meaning.provider for meaning in meanings(mention)} == {"pilot-status"}


def test_a_rejected_template_is_told() -> None:
    update = {"event": "REJECTED", "message_template_name": "a", "reason": "INVALID_FORMAT"}
    [mention] = mentions({"entry": [{"changes": [{"field": "message_template_status_update", "value": update}]}]})
    assert [meaning.title for meaning in meanings(mention)] == ["template rejected"]


@pytest.mark.parametrize(
    ("says", "first"),
    [
        ("Total row count exceed max allowed count: 10", "too-many-list-rows"),
        ("Button title length invalid. Min length: 1, Max length: 20", "button-title-too-long"),
    ],
)
def test_the_rules_that_an_answer_speaks_of_come_first(says: str, first: str) -> None:
    [meaning] = meanings(Mention("131009", (says,), ("cloud",)))
    assert first in meaning.rules[:6]
    assert sorted(meaning.rules) == sorted(meanings(Mention("131009", (), ("cloud",)))[0].rules)


def test_of_many_rules_some_are_named_and_the_rest_counted() -> None:
    text = " ".join(explained("131009").split())
    assert " more: --output-format json has them all" in text
    assert " more: " not in explained("132000")


def test_an_unknown_code_is_told_with_its_words(tmp_path: Path) -> None:
    told = told_of(tmp_path, '{"error": {"message": "No such thing", "code": 424242}}')
    assert (told.exit_code, told.stdout) == (2, "")
    assert told.stderr.endswith("holds no error code that waml knows, but 424242: No such thing\n")


def test_a_code_of_a_string_is_the_code_of_a_number() -> None:
    assert mentions({"code": "132015"})[0].code == mentions({"code": 132015})[0].code == "132015"


def test_pilot_status_says_its_codes_in_words() -> None:
    [mention] = mentions(PILOT)
    assert [m.provider for m in meanings(Mention(mention.code))] == ["pilot-status"]


def test_one_code_for_two_things_gives_both() -> None:
    """1000 at the On-Premise API is a full storage, and a medium of the wrong type."""
    assert len([m for m in meanings(Mention("1000")) if m.provider == "360dialog-onprem"]) >= 2
    assert len([m for m in meanings(Mention("470")) if m.provider == "360dialog-onprem"]) >= 2


@pytest.mark.parametrize("code", known())
def test_every_code_is_told(code: str) -> None:
    for meaning in meanings(Mention(code)):
        assert meaning.title
        assert meaning.retryable in ("yes", "no", "later")


def test_rules_that_prevent_a_code() -> None:
    [meaning] = [m for m in meanings(Mention("131009")) if m.provider == "cloud"]
    assert "button-title-too-long" in meaning.rules


@pytest.mark.parametrize("answer", [None, [], {}, {"code": None}, {"code": []}, {"error": {"code": 10**9}}, "131009"])
def test_answers_without_a_known_code(answer: Any) -> None:
    assert mentions(answer) == []


def test_explain_reads_a_file(tmp_path: Path) -> None:
    path = tmp_path / "error.json"
    path.write_text(json.dumps(META), encoding="utf-8")
    result = CliRunner().invoke(main, ["explain", str(path)])
    assert result.exit_code == 0
    assert "cloud, 360dialog: parameter value is not valid" in result.output
    assert "says     Button title length invalid" in result.output


def test_explain_as_json() -> None:
    result = CliRunner().invoke(main, ["explain", "131009", "--output-format", "json"])
    told = json.loads(result.output)
    assert told["version"] == 1
    assert told["codes"][0]["meanings"][0]["advice"] == "change the request first"


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ("nowhere.json", "no rule, code or file 'nowhere.json'; `waml rules` lists the rules"),
        ("text-too-log", "no rule, code or file 'text-too-log'; did you mean 'text-too-long'?"),
        ("notes.txt", "notes.txt:1:1: this is no JSON: a value is due here"),
    ],
)
def test_what_is_no_rule_code_or_answer_is_told(
    what: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("notes.txt").write_text("just notes", "utf-8")
    result = CliRunner().invoke(main, ["explain", what])
    assert (result.exit_code, result.stderr) == (2, f"waml: {said}\n")


def test_a_misspelt_code_is_told() -> None:
    result = CliRunner().invoke(main, ["explain", "13204"])
    assert result.exit_code == 2
    assert "did you mean '13" in result.output


def explained(what: str) -> str:
    result = CliRunner().invoke(main, ["explain", what])
    assert result.exit_code == 0
    return result.output


@pytest.mark.parametrize("what", ["131009", "400", "1000", "body-too-long", "media-type-mismatch"])
def test_lines_are_short_but_for_addresses(what: str) -> None:
    assert [line for line in explained(what).splitlines() if len(line) > 100 and "  source " not in line] == []


def test_further_lines_of_a_list_hang_below_the_first() -> None:
    lines = explained("131009").splitlines()
    at = next(index for index, line in enumerate(lines) if line.startswith("    rules  "))
    assert re.match(" {11}[a-z]", lines[at + 1])


def test_who_is_like_another_means_the_same() -> None:
    [meaning] = meanings(Mention("131009"))
    assert meaning.providers == ("cloud", "360dialog")
    assert "  cloud, 360dialog: parameter value is not valid\n" in explained("131009")
    # 360dialog means something of its own by 403, and its gateway alone answers so.
    assert all(m.also == () for m in meanings(Mention("403")))
    assert meanings(Mention("131009", (), ("360dialog", "360dialog-onprem"))) == [meaning]


def test_rules_of_a_code_with_several_meanings_are_listed_once() -> None:
    text = explained("1000")
    assert text.count("video-needs-audio-track") == 1
    assert "  360dialog-onprem: whichever it is\n    rules  " in text


@each(catalogue())
def test_every_rule_page_begins_with_its_fault(name: str) -> None:
    told = entry(catalogue()[name])
    assert told["fault"].strip() != ""
    assert not re.search(r"\{(field|value|length|count|limit|provider|other|unit)\}", told["fault"])


@pytest.mark.parametrize("name", ["not-quoted", "button-title-too-long", "image-too-big", "yaml-syntax", "not-carried"])
def test_rule_page_has_no_empty_block(name: str) -> None:
    lines = explained(name).splitlines()
    assert lines[1] == ""
    assert lines[-1] != ""
    assert all(one or two for one, two in pairwise(lines))


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("button-title-too-long", "buttons[].title is too long"),
        ("image-too-big", "the file has so many bytes; the provider takes 1 to 5242880"),
        ("example-without-placeholder", "the example belongs to no placeholder"),
        ("not-quoted", "a text that looks like a number is one in YAML; zeros and signs get lost"),
    ],
)
def test_fault_in_words(name: str, said: str) -> None:
    assert entry(catalogue()[name])["fault"] == said


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("button-title-too-long", "error, warning at pilot-status  at most 20 characters"),
        ("blank-template-value", "warning, error at infobip and pilot-status  is of"),
        ("call-permission-limits", "info     a note"),
        ("days-on-unpin", "warning  advised against"),
        ("image-too-big", "error    1 to 5242880 bytes"),
        ("callback-data-too-many-bytes", "warning  at most 512 bytes"),
    ],
)
def test_line_of_a_rule(name: str, said: str) -> None:
    lines = CliRunner().invoke(main, ["rules"]).output.splitlines()
    [line] = [line for line in lines if line.split()[0] == name]
    assert line.removeprefix(name).strip().startswith(said)
