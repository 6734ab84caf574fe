"""Reading the pages: one file a network, each a pure mapping of raw answers behind one `fetch`."""
