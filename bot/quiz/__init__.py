"""The quiz engine: it is told what happened and answers with what follows. No I/O, no clock, no dice."""
