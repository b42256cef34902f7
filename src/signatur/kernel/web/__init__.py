"""The web shell: who visits, what each route asks for, how pages and errors look."""
