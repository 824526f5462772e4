"""The laboratory: a server, daemons and images for the tests. It knows clients only as commands and imports nothing of Hythe."""
