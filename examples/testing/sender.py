"""A little sender: it compiles a message, sends it to the Cloud API, and keeps what became of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import requests

import waml

MESSAGE = Path(__file__).parent / "order_shipped.waml.yaml"
PATH = "/106540352242922/messages"


class Refused(Exception):
    """The provider did not take the message; `code` says why."""

    def __init__(self, code: int, details: str) -> None:
        super().__init__(f"{code}: {details}")
        self.code = code


class Sender:
    """Sends messages, and follows them by their ids."""

    def __init__(self, base_url: str, token: str) -> None:
        self.base_url = base_url
        self.token = token
        self.statuses: dict[str, str] = {}
        self.failures: dict[str, int] = {}

    def order_shipped(self, phone: str, first_name: str, order: str) -> str:
        """Tell a customer that the order is on its way. Returns the id of the message; raises Refused."""
        values = {"phone": phone, "first_name": first_name, "order": order}
        [compiled] = waml.compile(MESSAGE, provider="cloud", vars=values)
        return self.post(compiled.body)

    def post(self, body: dict[str, Any]) -> str:
        """Send a body as it is. Returns the id of the message; raises Refused."""
        headers = {"Authorization": f"Bearer {self.token}"}
        answer = requests.post(self.base_url + PATH, json=body, headers=headers, timeout=10).json()
        if "error" in answer:
            raise Refused(answer["error"]["code"], answer["error"]["error_data"]["details"])
        sent: str = answer["messages"][0]["id"]
        self.statuses[sent] = "accepted"
        return sent

    def webhook(self, body: dict[str, Any]) -> None:
        """Take note of what became of messages."""
        for entry in body["entry"]:
            for change in entry["changes"]:
                for status in change["value"].get("statuses", []):
                    self.statuses[status["id"]] = status["status"]
                    for error in status.get("errors", []):
                        self.failures[status["id"]] = error["code"]
