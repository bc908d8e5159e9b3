"""A stand-in for Discord: REST v10 and the gateway over real sockets, for the real client library to log in to.

Two laws. What Discord would refuse is refused here, with Discord's own codes, and noted as a fault of the bot. And
time is a clock that is handed in: ids are stamped with it, and nothing expires but by it.
"""
