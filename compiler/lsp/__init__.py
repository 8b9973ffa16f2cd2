"""`waml lsp`: waml in an editor.

Pure functions of a document and a place in it, one module an answer; `server.py` alone speaks with the editor.
"""
