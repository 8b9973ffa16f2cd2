"""The server: it takes what the editor sends, asks the other modules, and answers. Nothing is decided here."""

from __future__ import annotations

import asyncio
import re
from typing import Any
from urllib.parse import unquote

from lsprotocol import types
from pygls.lsp.server import LanguageServer
from pygls.uris import to_fs_path
from pygls.workspace import TextDocument

from .. import __version__
from ..config import NAMES
from . import actions, completion, findings, navigation, symbols
from . import hover as hovering
from .document import Document
from .text import Text

DELAY = 0.15
"""Seconds of quiet after which what was typed is checked."""

LANGUAGE = "waml"
"""The language id by which an editor says that a file is a message, whatever it is called."""

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


class Held(TextDocument):
    """The text that the editor holds. Its lines end where the protocol says, not where Python splits them."""

    def apply_change(self, change: types.TextDocumentContentChangeEvent) -> None:
        """Put a change into the text."""
        self._source = Text(self.source, _encoding(self)).edit(change)


class Server(LanguageServer):
    """A language server, and the documents that are open."""

    def __init__(self) -> None:
        super().__init__("waml", __version__)
        self.documents: dict[str, Document] = {}
        self.waiting: dict[str, asyncio.TimerHandle] = {}

    def document(self, uri: str) -> Document | None:
        """Return a document as the editor holds it, checked; None where it is not open."""
        document = self.documents.get(uri)
        if document is not None:
            held = self.workspace.get_text_document(uri)
            if document.is_stale or document.text.text != held.source:
                document.check(Text(held.source, _encoding(held)))
        return document

    def publish(self, uri: str) -> None:
        """Send what is found in a document."""
        self.forget(uri)
        document = self.document(uri)
        if document is not None:
            version = self.workspace.get_text_document(uri).version
            found = findings.published(document)
            self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, found, version))

    def later(self, uri: str) -> None:
        """Send it when nothing was typed for a while."""
        self.forget(uri)
        self.waiting[uri] = asyncio.get_running_loop().call_later(DELAY, self.publish, uri)

    def forget(self, uri: str) -> None:
        """Send nothing of what is waiting to be sent."""
        timer = self.waiting.pop(uri, None)
        if timer is not None:
            timer.cancel()

    def all_again(self) -> None:
        """Check everything again: a config or a template has changed."""
        for uri, document in self.documents.items():
            document.is_stale = True
            self.publish(uri)


def _encoding(document: TextDocument) -> str:
    encoding = document.position_codec.encoding
    return str(getattr(encoding, "value", encoding))


def create() -> Server:
    """Return a server that answers to all that waml can tell an editor."""
    server = Server()
    _register_documents(server)
    _register_questions(server)
    _register_changes(server)
    return server


def _register_documents(server: Server) -> None:
    @server.feature(types.TEXT_DOCUMENT_DID_OPEN)
    def opened(ls: Server, params: types.DidOpenTextDocumentParams) -> None:
        item = params.text_document
        codec = ls.workspace.position_codec
        held = Held(item.uri, item.text, item.version, item.language_id, position_codec=codec)
        ls.workspace.text_documents[unquote(item.uri)] = held
        path = to_fs_path(item.uri) or unquote(item.uri).rpartition(":")[2]
        ls.documents[item.uri] = Document(path, item.language_id == LANGUAGE)
        ls.publish(item.uri)

    @server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    def changed(ls: Server, params: types.DidChangeTextDocumentParams) -> None:
        ls.later(params.text_document.uri)

    @server.feature(types.TEXT_DOCUMENT_DID_SAVE)
    def saved(ls: Server, params: types.DidSaveTextDocumentParams) -> None:
        # Another open file may name this one as its templates.
        ls.all_again()

    @server.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    def closed(ls: Server, params: types.DidCloseTextDocumentParams) -> None:
        uri = params.text_document.uri
        ls.forget(uri)
        ls.documents.pop(uri, None)
        ls.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, []))


def _register_questions(server: Server) -> None:
    @server.feature(types.TEXT_DOCUMENT_HOVER)
    def hover(ls: Server, params: types.HoverParams) -> types.Hover | None:
        document = ls.document(params.text_document.uri)
        return hovering.hover(document, params.position) if document is not None else None

    @server.feature(types.TEXT_DOCUMENT_COMPLETION, types.CompletionOptions(trigger_characters=completion.TRIGGERS))
    def complete(ls: Server, params: types.CompletionParams) -> list[types.CompletionItem]:
        document = ls.document(params.text_document.uri)
        return completion.complete(document, params.position) if document is not None else []

    @server.feature(types.TEXT_DOCUMENT_CODE_ACTION, types.CodeActionOptions(code_action_kinds=actions.KINDS))
    def act(ls: Server, params: types.CodeActionParams) -> list[types.CodeAction]:
        uri = params.text_document.uri
        document = ls.document(uri)
        return actions.actions(document, uri, params) if document is not None else []

    @server.feature(types.TEXT_DOCUMENT_DEFINITION)
    def definition(ls: Server, params: types.DefinitionParams) -> types.Location | list[types.Location] | None:
        uri = params.text_document.uri
        document = ls.document(uri)
        return navigation.definition(document, uri, params.position) if document is not None else None

    @server.feature(types.TEXT_DOCUMENT_REFERENCES)
    def references(ls: Server, params: types.ReferenceParams) -> list[types.Location]:
        uri = params.text_document.uri
        document = ls.document(uri)
        if document is None:
            return []
        return navigation.references(document, uri, params.position, params.context.include_declaration)

    @server.feature(types.TEXT_DOCUMENT_DOCUMENT_SYMBOL)
    def outline(ls: Server, params: types.DocumentSymbolParams) -> list[types.DocumentSymbol]:
        document = ls.document(params.text_document.uri)
        return symbols.symbols(document) if document is not None else []

    @server.feature(types.TEXT_DOCUMENT_PREPARE_RENAME)
    def can_rename(ls: Server, params: types.PrepareRenameParams) -> types.Range | None:
        document = ls.document(params.text_document.uri)
        return navigation.can_rename(document, params.position) if document is not None else None

    @server.feature(types.TEXT_DOCUMENT_RENAME, types.RenameOptions(prepare_provider=True))
    def rename(ls: Server, params: types.RenameParams) -> types.WorkspaceEdit | None:
        uri = params.text_document.uri
        document = ls.document(uri)
        if document is None or not _NAME.fullmatch(params.new_name):
            return None
        return navigation.rename(document, uri, params.position, params.new_name)


def _register_changes(server: Server) -> None:
    @server.feature(types.INITIALIZED)
    async def initialized(ls: Server, params: types.InitializedParams) -> None:
        """Ask to be told when a config changes; an editor that cannot tell is helped by each check's look at it."""
        workspace = ls.client_capabilities.workspace
        watched = workspace.did_change_watched_files if workspace is not None else None
        if watched is None or not watched.dynamic_registration:
            return
        patterns = [types.FileSystemWatcher(f"**/{name}") for name in (*NAMES, "*.waml.yaml", "*.waml.yml")]
        options: Any = types.DidChangeWatchedFilesRegistrationOptions(patterns)
        one = types.Registration("waml-files", types.WORKSPACE_DID_CHANGE_WATCHED_FILES, options)
        await ls.client_register_capability_async(types.RegistrationParams([one]))

    @server.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    def files_changed(ls: Server, params: types.DidChangeWatchedFilesParams) -> None:
        ls.all_again()
