"""The database: tables, guards, migrations and the two doors. Other layers use `Store`, its views and its writers."""
