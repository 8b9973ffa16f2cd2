"""The rows of `rules/` tried at their limits: messages that a row allows, and messages one past what it allows.

Everything is read from the rows and from the schema of the message: a new row needs nothing here. It is what
`waml fixtures`, the strategies of `waml.testing` and the tests of the rows are made from. For one row, a user's
own among them::

    from waml.boundaries import cases_of, failures, trials

    for case in cases_of(row):              # a provider, a keyword and a field of the row
        for trial in trials(case):          # a message; `severity` is None where the row allows it
            ...
    for failure in failures(row, folder):   # the trials of which the row does not say what is due
        print(failure)

`check`, `format` and `pattern` are tried by the row's `bad` and `good` examples; a row that has such a keyword and
no examples raises KeyError. A trial whose `size` is set is about a file `./file` of so many bytes, which `failures`
makes in `folder`.
"""

from .cases import cases, cases_of, exempt, language_rows, refused, rows, trials
from .drafts import Case
from .trials import Trial
from .verdicts import Failure, due, failures, said

__all__ = [
    "Case",
    "Failure",
    "Trial",
    "cases",
    "cases_of",
    "due",
    "exempt",
    "failures",
    "language_rows",
    "refused",
    "rows",
    "said",
    "trials",
]
