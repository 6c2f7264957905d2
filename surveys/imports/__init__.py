"""Tables that people download, change in a spreadsheet and bring back: preview, confirmation, undoing."""
