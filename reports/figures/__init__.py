"""Figures of a period: numbers read from the database, and folds over them; nothing is drawn.

Every fact belongs to one period: a message by when it was written, an incident by when it was
detected, a term by when it was due, a step, a decision and an action by when they were made. So
the figures of two halves add up to those of the whole.
"""
