"""The PDF reader: characters and ruling lines from PDFium, the grid built from them, blocks with page and box."""
