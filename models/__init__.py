"""The nouns of Otklik: one table a file. They know nobody."""
