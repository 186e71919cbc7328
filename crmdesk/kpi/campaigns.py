"""Which campaign brought a sale: its own, else its deal's, its contact's, or that of the contact's company."""

from __future__ import annotations

# For SQL with the tables sale, deal, contact and company (the contact's).
CAMPAIGN_OF_SALE = "coalesce(sale.campaign_id, deal.campaign_id, contact.campaign_id, company.campaign_id)"

# Every sale before now with its campaign, if it has one.
ATTRIBUTED = f"""
SELECT sale.id AS id, sale.sold_at AS at, sale.sold_day AS day, sale.amount AS amount, {CAMPAIGN_OF_SALE} AS campaign
FROM sale LEFT JOIN deal ON deal.id = sale.deal_id
LEFT JOIN contact ON contact.id = coalesce(sale.contact_id, deal.contact_id)
LEFT JOIN contact company ON company.id = contact.company_id
WHERE sale.sold_at < :now
"""
