"""Goals: their page, their tile, their form."""
