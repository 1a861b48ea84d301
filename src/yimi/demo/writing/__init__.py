"""Writing the demo through the rooms' own actions: everything it holds could have been entered by hand."""
