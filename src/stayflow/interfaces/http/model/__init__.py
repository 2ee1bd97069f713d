"""Shapes of requests and answers; OpenAPI, and with it the console's types, come from here."""
