"""A town to try Otklik on: simulated networks over real HTTP; the tests use them too."""
