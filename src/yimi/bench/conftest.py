"""What pytest looks at here: the comparisons with numpy and OpenFisca-Core hold no tests and need the extra to be read."""

collect_ignore = ["rules_numpy.py", "rules_openfisca.py"]
