"""Pure rules of casework: no Django, no database."""
