"""The built marts to a read-only warehouse file that readers can open at any time."""
