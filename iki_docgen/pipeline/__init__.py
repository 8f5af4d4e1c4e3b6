"""The verbs, as functions of paths: what each command of the program does, without its words."""
