"""«Ход ВПР»: submissions, receipts, versions, monitoring. Knows no subject word: workbook kinds are registered plugs."""
