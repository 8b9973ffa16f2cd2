"""The shapes: the authoring language, the rows and every provider's wire, as JSON Schema. No Python lives here."""
