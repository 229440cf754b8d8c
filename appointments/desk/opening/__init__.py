"""Needs of the front desk before the request form opens: somebody who is there, and mail that arrives."""
