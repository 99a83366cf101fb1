"""The roof: settings, urls, the procrastinate application."""
