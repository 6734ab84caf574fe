"""Official pages: the registry, the content plan, what the regulation demands of them."""
