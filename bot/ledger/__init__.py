"""What the bot must not forget: rounds, attempts, answers, messages to show, settings. SQLAlchemy Core."""
