"""What the bot does: hears, judges, keeps and answers, without knowing on which platform."""
