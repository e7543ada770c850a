"""The views, one module a request: parse, ask one service, hand the answer on."""
