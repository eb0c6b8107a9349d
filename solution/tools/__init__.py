"""The commands of `python -m solution`, and what only they need.

The modules beside this folder are those that the notebook takes pieces of; they import nothing
from here.
"""
