"""Exploring figures: any indicator, place and period, down to the records as far as the role may see."""
