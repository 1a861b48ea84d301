"""The room ``insight``: facts that the other rooms' rows are published as, and the figures computed from them."""
