"""What is known, and how we know it: subjects, facts, sources, packs and the questions made from them."""
