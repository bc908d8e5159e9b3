"""A Slack of our own for tests: Web API, Socket Mode, signed HTTP deliveries, response addresses and OAuth, on 127.0.0.1.

Two laws. It does what Slack does, its refusals and repetitions included, and what Slack would refuse it refuses and
notes in `Slack.complaints`. And nothing in it knows Trivium: the real Bolt and SDK talk to it over sockets.
"""
