"""Pages of the school's staff, rooms, commissions and orders. Only the school itself has them."""
