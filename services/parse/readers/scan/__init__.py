"""The reader of scans and photographs: straighten, find the ruled grid, recognise the letters of each line."""
