"""The server as an editor meets it: a real client, a child process, stdin and stdout."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from editor import applied
from lsprotocol import types
from pygls.lsp.client import BaseLanguageClient

from waml.lsp.text import Text

MESSAGE = """\
vars:
  name: {type: string, max_length: 10, example: Ada}
to: "+447700900123"
body: "👍 Hi {{ name }}"
buttons:
  - {title: Track the parcel right now, id: track}
  - {title: Yes, id: 1}
"""

CAPABILITIES = types.ClientCapabilities(
    workspace=types.WorkspaceClientCapabilities(
        did_change_watched_files=types.DidChangeWatchedFilesClientCapabilities(dynamic_registration=True)
    )
)


class Editor(BaseLanguageClient):
    """A client that remembers what it was told."""

    def __init__(self) -> None:
        super().__init__("tests", "1")
        self.told: asyncio.Queue[types.PublishDiagnosticsParams] = asyncio.Queue()
        self.shown: list[str] = []
        self.registered: asyncio.Queue[types.RegistrationParams] = asyncio.Queue()

        @self.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
        def published(params: types.PublishDiagnosticsParams) -> None:
            self.told.put_nowait(params)

        @self.feature(types.WINDOW_SHOW_MESSAGE)
        def shown(params: types.ShowMessageParams) -> None:
            self.shown.append(params.message)

        @self.feature(types.CLIENT_REGISTER_CAPABILITY)
        def register(params: types.RegistrationParams) -> None:
            self.registered.put_nowait(params)

    async def found(self, version: int | None = None) -> types.PublishDiagnosticsParams:
        """Return the next findings, of a version if that is told."""
        while True:
            params = await asyncio.wait_for(self.told.get(), 20)
            if version is None or params.version == version:
                return params

    def open(self, uri: str, text: str, language: str = "yaml") -> None:
        item = types.TextDocumentItem(uri, language, 1, text)
        self.text_document_did_open(types.DidOpenTextDocumentParams(item))

    def change(self, uri: str, version: int, *changes: types.TextDocumentContentChangeEvent) -> None:
        identifier = types.VersionedTextDocumentIdentifier(version=version, uri=uri)
        self.text_document_did_change(types.DidChangeTextDocumentParams(identifier, list(changes)))


def run(steps: Callable[[Editor, Path], Awaitable[None]], folder: Path, **capabilities: Any) -> Editor:
    """Start a server, greet it, take the steps, and bid it farewell: it must end by itself, with 0."""
    editor = Editor()

    async def session() -> None:
        await editor.start_io(sys.executable, "-m", "waml", "lsp", "--stdio", cwd=str(folder))
        asked = types.ClientCapabilities(workspace=CAPABILITIES.workspace, **capabilities)
        result = await editor.initialize_async(types.InitializeParams(asked, root_uri=folder.as_uri()))
        assert result.server_info is not None
        assert result.server_info.name == "waml"
        editor.capabilities = result.capabilities
        editor.initialized(types.InitializedParams())
        await steps(editor, folder)
        await editor.shutdown_async(None)
        editor.exit(None)
        server = editor._server
        assert server is not None
        assert await asyncio.wait_for(server.wait(), 20) == 0
        await editor.stop()

    asyncio.run(asyncio.wait_for(session(), 90))
    assert editor.shown == []
    return editor


def part(start: tuple[int, int], end: tuple[int, int], text: str) -> types.TextDocumentContentChangePartial:
    """Return a change of a part of the text."""
    return types.TextDocumentContentChangePartial(types.Range(types.Position(*start), types.Position(*end)), text)


def test_a_session(tmp_path: Path) -> None:
    """What an editor does with one file, from opening it to closing it."""
    uri = (tmp_path / "order.waml.yaml").as_uri()
    here = types.TextDocumentIdentifier(uri)

    async def steps(editor: Editor, folder: Path) -> None:
        editor.open(uri, MESSAGE)
        found = {d.code: d for d in (await editor.found()).diagnostics}
        assert found["not-quoted"].range == types.Range(types.Position(6, 21), types.Position(6, 22))
        long = found["button-title-too-long"]
        assert long.severity == types.DiagnosticSeverity.Error
        assert long.source == "waml"
        assert "20" in long.message
        assert long.code_description is not None
        assert long.code_description.href.startswith("https://")

        hover = await editor.text_document_hover_async(types.HoverParams(here, long.range.start))
        assert "button-title-too-long" in hover.contents.value
        variable = await editor.text_document_hover_async(types.HoverParams(here, types.Position(3, 17)))
        assert "max_length 10" in variable.contents.value
        assert "Ada" in variable.contents.value

        params = types.CodeActionParams(here, found["not-quoted"].range, types.CodeActionContext([found["not-quoted"]]))
        fix, ignore, every = await editor.text_document_code_action_async(params)
        assert fix.is_preferred
        assert ignore.title.startswith("ignore '")
        assert every.kind == "source.fixAll.waml"
        fixed = applied(Text(MESSAGE), fix.edit.changes[uri])
        assert fixed == MESSAGE.replace("id: 1", 'id: "1"')

        place = types.DefinitionParams(here, types.Position(3, 17))
        declared = await editor.text_document_definition_async(place)
        assert declared.range == types.Range(types.Position(1, 2), types.Position(1, 6))
        used = types.ReferenceParams(types.ReferenceContext(True), here, types.Position(1, 3))
        assert [one.range.start.line for one in await editor.text_document_references_async(used)] == [1, 3]

        # The thumb is two units to this editor: the change lands behind it all the same.
        editor.change(uri, 2, part((3, 9), (3, 11), "Ho"))
        editor.change(uri, 3, part((6, 21), (6, 22), '"1"'), part((7, 0), (7, 0), "foo"))
        items = await editor.text_document_completion_async(types.CompletionParams(here, types.Position(7, 3)))
        assert {"footer", "header"} < {item.label for item in items}
        codes = {d.code for d in (await editor.found(3)).diagnostics}
        assert "not-quoted" not in codes
        assert "yaml-syntax" in codes

        [symbol] = await editor.text_document_document_symbol_async(types.DocumentSymbolParams(here))
        assert (symbol.name, symbol.detail) == ("order", "buttons")
        editor.text_document_did_close(types.DidCloseTextDocumentParams(here))
        assert not (await editor.found()).diagnostics

    editor = run(steps, tmp_path)
    assert editor.capabilities.text_document_sync.change == types.TextDocumentSyncKind.Incremental


def test_the_config_is_read_again_when_it_changes(tmp_path: Path) -> None:
    (tmp_path / "waml.toml").write_text('providers = ["cloud"]\n')
    uri = (tmp_path / "note.waml.yaml").as_uri()

    async def steps(editor: Editor, folder: Path) -> None:
        watched = await asyncio.wait_for(editor.registered.get(), 20)
        assert watched.registrations[0].method == types.WORKSPACE_DID_CHANGE_WATCHED_FILES
        editor.open(uri, "to: {channel: 1234@newsletter}\ntext: Hi\n")
        assert [d.code for d in (await editor.found()).diagnostics if d.severity == 1] == ["not-carried"]
        (folder / "waml.toml").write_text('providers = ["pilot-status"]\n')
        changes = [types.FileEvent((folder / "waml.toml").as_uri(), types.FileChangeType.Changed)]
        editor.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams(changes))
        assert [d.code for d in (await editor.found()).diagnostics if d.severity == 1] == []
        (folder / "waml.toml").write_text('provider = ["cloud"]\n')
        editor.text_document_did_save(types.DidSaveTextDocumentParams(types.TextDocumentIdentifier(uri)))
        [fault] = (await editor.found()).diagnostics
        assert fault.code == "config"
        assert "providers" in fault.message

    run(steps, tmp_path)


@pytest.mark.parametrize(("encoding", "column"), [("utf-8", 4), ("utf-32", 1), ("utf-16", 2)])
def test_columns_are_counted_as_agreed(encoding: str, column: int, tmp_path: Path) -> None:
    uri = (tmp_path / "note.waml.yaml").as_uri()

    async def steps(editor: Editor, folder: Path) -> None:
        assert editor.capabilities.position_encoding == encoding
        editor.open(uri, 'to: "+447700900123"\ntext: "👍 {{ nme }}"\n')
        [found] = [d for d in (await editor.found()).diagnostics if d.code == "undeclared-variable"]
        assert found.range.start == types.Position(1, 7 + column + 4)

    run(steps, tmp_path, general=types.GeneralClientCapabilities(position_encodings=[encoding]))
