"""The right to be forgotten: take articles out of everything that is kept, and prove it."""
