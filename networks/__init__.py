"""How to talk to each network: address, signature, limits, and its error codes as our outcomes."""
