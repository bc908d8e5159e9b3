"""The outside world: platforms, the command line, settings and the wiring."""
