"""What a provider accepts: one YAML row per rule. No Python lives here."""
