"""Mail routing: enquiries in every format are read, understood and suggested a department.

A caseworker decides; with a standing authorisation what is sure goes by itself. Usable as a library:
`read_paths` reads enquiries into the common format, `fit` and `Router` learn where they go.
"""
