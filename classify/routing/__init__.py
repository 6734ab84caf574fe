"""Text → category, topic and body, as the municipality's own history has them."""
