"""What the front desk needs before the request form opens: somebody who is there, and mail that arrives."""
