"""Named tuples that cost little to define.

`typing.NamedTuple` compiles a constructor for each class, and each annotation: a tenth of what a cold lint cost. Here a
constructor is compiled when a class is first called with names, or with values left out. All else is the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import NamedTuple as NamedTuple
else:
    from collections import _tuplegetter

    _new = tuple.__new__

    class _Meta(type):
        def __new__(mcs, name, bases, space):
            space["__slots__"] = ()
            if bases[0].__base__ is tuple:  # not this one's own base, and no class that is derived from one of these
                fields = tuple(space.get("__annotations__", ()))
                space["_fields"] = space["__match_args__"] = fields
                space["_field_defaults"] = {field: space[field] for field in fields if field in space}
                for at, field in enumerate(fields):
                    space[field] = _tuplegetter(at, f"Alias for field number {at}")
            return super().__new__(mcs, name, bases, space)

        @property
        def __signature__(cls):
            """What help pages and editors show."""
            from inspect import signature

            found = signature(_constructor(cls))
            return found.replace(parameters=[*found.parameters.values()][1:])

    class NamedTuple(tuple, metaclass=_Meta):
        _fields = ()

        def __new__(cls, *values, **named):
            if not named and len(values) == len(cls._fields):
                return _new(cls, values)
            cls.__new__ = staticmethod(_constructor(cls))
            return cls.__new__(cls, *values, **named)

        @classmethod
        def _make(cls, values):
            """Return a tuple of the values, which must be as many as there are fields."""
            made = _new(cls, values)
            if len(made) != len(cls._fields):
                raise TypeError(f"{cls.__name__} has {len(cls._fields)} fields, not {len(made)}")
            return made

        def _replace(self, **named):
            """Return the tuple with other values in some fields."""
            made = _new(type(self), map(named.pop, self._fields, self))
            if named:
                raise ValueError(f"{type(self).__name__} has no field {', '.join(map(repr, named))}")
            return made

        def _asdict(self):
            """Return the fields with their values."""
            return dict(zip(self._fields, self, strict=True))

        def __repr__(self):
            fields = ", ".join(f"{field}={value!r}" for field, value in self._asdict().items())
            return f"{type(self).__name__}({fields})"

        def __getnewargs__(self):
            return tuple(self)

    def _constructor(cls):
        fields = "".join(f", {field}" for field in cls._fields)
        made = eval(f"lambda _cls{fields}: _new(_cls, ({fields[2:]},))", {"_new": _new})
        made.__name__, made.__qualname__ = "__new__", f"{cls.__qualname__}.__new__"
        made.__defaults__ = tuple(cls._field_defaults.values())
        return made
