"""Derived fields: what is read off a link, a file, a data URI, a phone number."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from waml.derived import DERIVED, declared_type, linked_type, type_of_name


def derive(path: str, parent: dict[str, Any], base: str = ".") -> Any:
    return DERIVED[path](parent, SimpleNamespace(base=base))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("a.png", "image/png"),
        ("A.JPG", "image/jpeg"),
        ("https://acme.example/a.b/photo.jpeg?size=2#top", "image/jpeg"),
        ("https://acme.example/get?name=a.png", None),
        ("https://acme.example", None),
        ("https://acme.pdf", None),
        ("https://acme.example/archive.v2", None),
        ("C:\\files\\menu.pdf", "application/pdf"),
        ("./video.3gp", "video/3gpp"),
        ("a.webp", "image/webp"),
        ("a.OPUS", "audio/ogg"),
        ("a.m4a", "audio/mp4"),
        ("a.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (".pdf", None),
        ("pdf", None),
        ("", None),
    ],
)
def test_a_name_tells_its_type(name: str, expected: str | None) -> None:
    assert type_of_name(name) == expected


def test_a_container_is_what_its_kind_says() -> None:
    assert derive("audio.mime_type", {"link": "https://acme.example/a.mp4"}) == ("link", "audio/mp4")
    assert derive("video.mime_type", {"link": "https://acme.example/a.mp4"}) == ("link", "video/mp4")


def test_a_type_names_the_key_that_it_came_from() -> None:
    assert derive("image.mime_type", {"data_uri": "data:Image/PNG;base64,AAAA"}) == ("data_uri", "image/png")
    assert derive("document.mime_type", {"id": "1", "filename": "a.pdf"}) == ("filename", "application/pdf")
    both = {"link": "https://acme.example/get", "file": "a.png"}
    assert derive("image.mime_type", both) == ("file", "image/png")
    assert derive("image.mime_type", {"id": "1"}) is None
    assert derive("image.mime_type", {"link": 5, "data_uri": None}) is None


def test_a_file_is_measured_from_the_message_s_folder(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(b"x" * 77)
    assert derive("image.bytes", {"file": "a.png"}, str(tmp_path)) == ("file", 77)
    assert derive("image.bytes", {"file": "b.png"}, str(tmp_path)) is None
    assert derive("image.bytes", {"file": "."}, str(tmp_path)) is None
    assert derive("image.bytes", {"file": "a\0b"}, str(tmp_path)) is None


@pytest.mark.parametrize("size", range(6))
def test_a_data_uri_is_measured_without_decoding(size: int) -> None:
    from base64 import b64encode

    uri = "data:image/png;base64," + b64encode(b"x" * size).decode()
    assert derive("image.bytes", {"data_uri": uri}) == ("data_uri", size)


@pytest.mark.parametrize(
    ("phone", "country"),
    [
        ("+12125550123", "US"),
        ("+14165550123", "CA"),
        ("+18765550123", "JM"),
        ("+441134960000", "GB"),
        ("+5511999999999", "BR"),
        ("+80012345678", None),
        ("12125550123", None),
        ("+", None),
    ],
)
def test_a_number_tells_its_country(phone: str, country: str | None) -> None:
    assert derive("to.country", {"phone": phone}) == (("phone", country) if country else None)


def test_a_group_has_no_country() -> None:
    assert derive("to.country", {"group": "1@g.us"}) is None


def test_the_types_of_the_machine_do_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    import mimetypes

    from waml import derived

    monkeypatch.setattr(derived, "_library", derived._library.__wrapped__)
    mimetypes.init()
    monkeypatch.setitem(mimetypes.types_map, ".png", "image/x-other")
    assert type_of_name("a.png") == "image/png"


def test_a_type_of_the_library_does_not_read_the_machine_s_files(monkeypatch: pytest.MonkeyPatch) -> None:
    import mimetypes

    from waml import derived

    monkeypatch.setattr(mimetypes, "inited", False)
    monkeypatch.setattr(mimetypes, "init", lambda files=None: pytest.fail("the machine's files were read"))
    assert derived._library.__wrapped__()[".pdf"] == "application/pdf"


def test_what_a_medium_declares_goes_before_what_a_link_promises() -> None:
    medium = {"link": "https://acme.example/a.png", "file": "a.mp4"}
    assert declared_type(medium) == ("file", "video/mp4")
    assert linked_type(medium) == ("link", "image/png")
    assert declared_type({"link": "https://acme.example/a.png"}) is None
    assert linked_type({"data_uri": "data:image/png;base64,AAAA"}) is None
