"""Files that were made to break a reader: each a name, and the bytes that it stands for."""

# ruff: noqa: E501 (tables of cases are read across)
from __future__ import annotations

import json
from collections.abc import Callable, Mapping

Case = Callable[[], tuple[str, bytes]]

DEEP = 100_000
LARGE = 16 * 1024 * 1024 - 64


Text = str | bytes | Callable[[], str | bytes]
"""What a file holds. What is large is a function: built with the table, it would stay in every process of the tests."""


def _yaml(text: Text) -> Case:
    return lambda: ("case.yaml", _bytes(text))


def _json(text: Text) -> Case:
    return lambda: ("case.waml.json", _bytes(text))


def _bytes(text: Text) -> bytes:
    built = text() if callable(text) else text
    return built if isinstance(built, bytes) else built.encode("utf-8", "surrogatepass")


def _template(text: str, declared: str = "") -> Case:
    """A message whose text is a template; `declared` is flow YAML of its variables."""
    return lambda: ("case.yaml", f"vars: {{{declared}}}\ntext: {json.dumps(text)}\n".encode())


def _aliases(levels: int, width: int) -> str:
    lines = ["x-0: &a0 [ha, ha]"]
    for level in range(1, levels):
        lines.append(f"x-{level}: &a{level} [{', '.join([f'*a{level - 1}'] * width)}]")
    return "\n".join([*lines, f"text: *a{levels - 1}", ""])


def _merges(levels: int, width: int) -> str:
    lines = ["x-0: &a0 {" + ", ".join(f"k{i}: 1" for i in range(width)) + "}"]
    for level in range(1, levels):
        lines.append(f"x-{level}: &a{level} {{<<: [{', '.join([f'*a{level - 1}'] * width)}]}}")
    return "\n".join([*lines, "text: Hi", ""])


def _variable(pattern: str, text: str) -> str:
    declaration = f"{{type: string, pattern: {json.dumps(pattern)}, example: {json.dumps(text)}}}"
    return f'vars:\n  x: {declaration}\ntext: "{{{{ x }}}}"\n'


_X = "x: {type: string, example: aaaaaaaaaa}"
_LIST = "l: {type: list, example: [" + "1, " * 500 + "1]}"

CASES: Mapping[str, Case] = {
    # Trees without end or measure.
    "alias-bomb": _yaml(_aliases(30, 10)),
    "alias-bomb-of-scalars": _yaml(lambda: "x-0: &a " + "h" * 100_000 + "\nx-1: [" + ", ".join(["*a"] * 9_900) + "]\ntext: Hi\n"),
    "alias-bomb-in-body": _yaml(lambda: "x-0: &a " + "h" * 100_000 + "\nbody: Hi\nbuttons: [" + ", ".join(["*a"] * 9_900) + "]\n"),
    "merge-bomb": _yaml(_merges(30, 10)),
    "merge-many": _yaml(
        "x-0: &a {" + ", ".join(f"k{i}: 1" for i in range(1000)) + "}\nx-1:\n" + "  - <<: *a\n" * 95 + "text: Hi\n"
    ),
    "recursive-sequence": _yaml("text: &x [*x]\n"),
    "recursive-mapping": _yaml("text: &x {body: *x}\n"),
    "recursive-merge": _yaml("text: &x {<<: *x}\n"),
    "recursive-key": _yaml("&x ? *x : 1\n"),
    "deep-brackets": _yaml(lambda: "[" * DEEP),
    "deep-brackets-closed": _yaml(lambda: "text: " + "[" * DEEP + "]" * DEEP),
    "deep-dashes": _yaml(lambda: "- " * DEEP),
    "deep-braces": _yaml(lambda: "{a: " * DEEP),
    "deep-questions": _yaml(lambda: "? " * DEEP),
    "deep-colons": _yaml(lambda: "? a\n" + ": " * DEEP),
    "deep-indents": _yaml(lambda: "".join(" " * i + "a:\n" for i in range(1500))),
    "deep-json-brackets": _json(lambda: "[" * DEEP),
    "deep-json-braces": _json(lambda: '{"a":' * DEEP),
    "deep-json-closed": _json(lambda: "[" * DEEP + "]" * DEEP),
    "deep-just-within": _yaml("text: " + "[" * 98 + "]" * 98),
    # Characters.
    "lone-surrogate": _yaml("text: \ud83d\n"),
    "lone-surrogate-escape": _yaml('text: "\\ud83d"\n'),
    "lone-surrogate-json": _json('{"text": "\\ud83d"}'),
    "surrogate-pair-json": _json('{"text": "\\ud83d\\ude00"}'),
    "bom": _yaml("\ufefftext: Hi\n"),
    "bom-twice": _yaml("\ufeff\ufefftext: Hi\n"),
    "bom-inside": _yaml("text: H\ufeffi\n"),
    "only-bom": _yaml("\ufeff"),
    "utf-16-le": _yaml("text: Hi\n".encode("utf-16")),
    "utf-16-be": _yaml(b"\xfe\xff" + "text: Hi\n".encode("utf-16-be")),
    "utf-16-no-bom": _yaml("text: Hi\n".encode("utf-16-le")),
    "utf-32": _yaml("text: Hi\n".encode("utf-32")),
    "latin-1": _yaml("text: Größe\n".encode("latin-1")),
    "cut-utf-8": _yaml("text: Hi 😀".encode()[:-1]),
    "nul": _yaml("text: H\0i\n"),
    "controls": _yaml("text: \x01\x02\x1b[31m\x7f\n"),
    "crlf": _yaml("text: Hi\r\nfooter: Acme\r\n"),
    "lone-cr": _yaml("text: Hi\rfooter: Acme\r"),
    "line-separator": _yaml("text: a\u2028b\u2029c\x85d\n"),
    "tabs": _yaml("\ttext:\tHi\n\t- a\n"),
    "empty": _yaml(""),
    "blank": _yaml("\n\n  \n"),
    "only-comment": _yaml("# nothing\n"),
    "only-marker": _yaml("---\n"),
    "directive-unknown": _yaml("%FOO bar\n--- \ntext: Hi\n"),
    "directive-version": _yaml("%YAML 9.9\n---\ntext: Hi\n"),
    "directive-tag": _yaml("%TAG ! tag:evil.example,2000:\n---\ntext: !x Hi\n"),
    "tag-python": _yaml("text: !!python/object/apply:os.system [ls]\n"),
    # Sheer size.
    "scalar-50-mb": _yaml(lambda: "text: " + "x" * 50_000_000),
    "scalar-16-mb": _yaml(lambda: "text: " + "x" * LARGE),
    "scalar-16-mb-json": _json(lambda: '{"text": "' + "x" * LARGE + '"}'),
    "scalar-16-mb-emoji": _yaml(lambda: "text: " + "😀" * (LARGE // 4)),
    "scalar-16-mb-quoted-escapes": _yaml(lambda: 'text: "' + "\\n" * (LARGE // 2) + '"\n'),
    "scalar-16-mb-block": _yaml(lambda: "text: |\n" + "  line\n" * (LARGE // 7)),
    "scalar-16-mb-braces": _yaml(lambda: 'text: "' + "{{x}}" * (LARGE // 5) + '"\n'),
    "scalar-16-mb-stars": _yaml(lambda: "text: '" + "*a_b~c`" * (LARGE // 7) + "'\n"),
    "definition-of-placeholders": _yaml(lambda: 'define_template: {name: a, language: en, category: utility, body: "' + "{{1}} " * 300_000 + '"}\n'),
    "definition-of-names-16-mb": _yaml(lambda: 'define_template: {name: a, language: en, category: utility, body: "' + "{{a}} " * (LARGE // 6 - 100) + '"}\n'),
    "definition-header-of-names-16-mb": _yaml(lambda: 'define_template: {name: a, language: en, category: utility, body: Hi, header: "' + "{{a}} " * (LARGE // 6 - 100) + '"}\n'),
    "definition-url-of-names-16-mb": _yaml(lambda: 'define_template: {name: a, language: en, category: utility, body: Hi, buttons: [{type: url, title: A, url: "' + "{{a}} " * (LARGE // 6 - 100) + '"}]}\n'),
    "scalar-16-mb-spaces": _yaml(lambda: "text: 'a" + " " * LARGE + "b'\n"),
    "scalar-16-mb-words": _yaml(lambda: "text: " + "a b " * (LARGE // 4) + "\n"),
    "scalar-1-mb-number": _yaml(lambda: "text: " + "9" * 1_000_000 + "\n"),
    "key-16-mb": _yaml(lambda: '"' + "k" * LARGE + '": 1\n'),
    "phone-1-mb": _yaml(lambda: "to: '" + "+1 " * 300_000 + "'\ntext: Hi\n"),
    "url-1-mb": _yaml(lambda: "image: https://a.example/" + "a/" * 500_000 + "\n"),
    "time-1-mb": _yaml(lambda: "text: Hi\nsend_at: '" + "2" * 1_000_000 + "'\n"),
    "items-16-mb": _yaml(lambda: "- a\n" * (LARGE // 4)),
    "items-16-mb-flow": _yaml(lambda: "[" + "a," * (LARGE // 2) + "]"),
    "items-16-mb-json": _json(lambda: "[" + "1," * (LARGE // 2) + "1]"),
    "line-16-mb": _yaml(lambda: "a" * LARGE),
    "line-16-mb-of-colons": _yaml(lambda: "a: " * (LARGE // 3)),
    "line-16-mb-of-quotes": _yaml(lambda: "'" * LARGE),
    "line-16-mb-of-ampersands": _yaml(lambda: "&" * LARGE),
    "line-16-mb-of-anchors": _yaml(lambda: "&a " * (LARGE // 3)),
    "line-16-mb-of-bangs": _yaml(lambda: "!" * LARGE),
    "line-16-mb-of-hashes": _yaml(lambda: "#" * LARGE),
    "line-16-mb-of-spaces": _yaml(lambda: " " * LARGE),
    "line-16-mb-of-tabs": _yaml(lambda: "\t" * LARGE),
    "line-16-mb-then-fault": _yaml(lambda: "text: 'a\n" + "x {{ " * (LARGE // 5)),
    "lines-16-mb": _yaml(lambda: "\n" * LARGE),
    "lines-16-mb-cr": _yaml(lambda: "\r" * LARGE),
    "bytes-16-mb-not-utf-8": _yaml(lambda: b"a" * LARGE + b"\xff"),
    "bytes-16-mb-broken": _yaml(lambda: b"\xff" * LARGE),
    "comment-16-mb": _yaml(lambda: "text: Hi\n" + "# c\n" * (LARGE // 4)),
    "documents-100k": _yaml(lambda: "---\n" * DEEP),
    "documents-100k-texts": _yaml(lambda: "---\ntext: Hi\n" * DEEP),
    "documents-1k-with-fault": _yaml("---\ntex: Hi\n" * 1000),
    "documents-1k-good": _yaml("---\nto: '+15551234567'\ntext: Hi\n" * 1000),
    "keys-90k": _yaml("".join(f"k{i}: 1\n" for i in range(4_900))),
    "keys-90k-json": _json("{" + ",".join(f'"k{i}":1' for i in range(4_900)) + "}"),
    "keys-90k-twice": _yaml("k: 1\n" * 2_400),
    "near-keys-40k": _yaml("".join(f"footer{i}: 1\n" for i in range(4_900))),
    "buttons-40k": _yaml("body: Hi\nbuttons:\n" + "- a\n" * 9_900),
    "buttons-40k-mappings": _yaml("body: Hi\nbuttons:\n" + "- {title: a, id: b}\n" * 1_900),
    "rows-40k": _yaml("body: Hi\nlist:\n  button: Go\n  sections:\n  - rows:\n" + "    - {title: a, id: b}\n" * 1_900),
    "contacts-20k": _yaml("contacts:\n" + "- {name: Ada, phones: ['+1']}\n" * 1_400),
    "template-params-90k": _yaml("template: {name: a, language: en, body: [" + "x, " * 9_900 + "]}\n"),
    "vars-20k": _yaml("vars:\n" + "".join(f"  v{i}: a\n" for i in range(4_900)) + "text: Hi\n"),
    "vars-1600-used": _yaml(
        "vars:\n" + "".join(f"  v{i}: a\n" for i in range(1_600)) + 'text: "' + "".join(f"{{{{ v{i} }}}}" for i in range(1_600)) + '"\n'
    ),
    "undeclared-1600": _yaml('text: "' + "".join(f"{{{{ v{i} }}}}" for i in range(1_600)) + '"\n'),
    "undeclared-1600-with-vars": _yaml(
        "vars:\n" + "".join(f"  a{i}: a\n" for i in range(1_600)) + 'text: "' + "".join(f"{{{{ v{i} }}}}" for i in range(1_600)) + '"\n'
    ),
    "undeclared-in-90k-scalars": _yaml(lambda: "body: Hi\nbuttons:\n" + '- "{{ x }}"\n' * 9_900),
    "jinja-in-20k-scalars": _yaml("vars: {x: a}\nbody: Hi\nbuttons:\n" + "".join(f'- "{{{{{{{{ x ~ {i} }}}}}}}}"\n'.replace('{{{{', '{{').replace('}}}}', '}}') for i in range(4_900))),
    "tags-40k": _yaml("text: [" + "!a b, " * 9_900 + "]\n"),
    "unquoted-20k": _yaml("x-a:\n" + "- {{ a }}\n" * 2_400),
    "providers-90k": _yaml("providers: [" + "cloud, " * 9_900 + "]\ntext: Hi\n"),
    # Numbers.
    "integer-huge": _yaml(lambda: "location: {latitude: " + "9" * 100_000 + ", longitude: 1}\n"),
    "integer-huge-json": _json(lambda: '{"location": {"latitude": ' + "9" * 5_000_000 + "}}"),
    "float-huge": _yaml("location: {latitude: 1e999999999, longitude: 1e308}\n"),
    "float-tiny": _yaml("location: {latitude: 1e-999, longitude: -0.0}\n"),
    "float-infinite": _yaml("location: {latitude: .inf, longitude: .nan}\n"),
    "nan-json": _json('{"location": {"latitude": NaN, "longitude": Infinity}}'),
    "integer-as-id": _yaml("template: {name: a, language: en, buttons: [{type: reply, index: " + "9" * 29 + ", id: a}]}\n"),
    "epoch-huge": _yaml("template: {name: a, language: en, limited_time_offer: {expires_at: 99999-99-99T99:99:99Z}}\n"),
    # Templates that reach out, or grow.
    "jinja-class": _template("{{ ().__class__ }}"),
    "jinja-subclasses": _template("{{ ''.__class__.__mro__[1].__subclasses__() }}"),
    "jinja-attr-filter": _template("{{ x|attr('__class__') }}", _X),
    "jinja-format-attack": _template("{{ '{0.__class__}'.format(x) }}", _X),
    "jinja-range": _template("{% for i in range(10**9) %}x{% endfor %}"),
    "jinja-times": _template("{{ 'x' * 10**9 }}"),
    "jinja-power": _template("{{ 9**9**9**9 }}"),
    "jinja-center": _template("{{ x | center(10**9) }}", _X),
    "jinja-center-literal": _template("{{ x | center(1000000000) }}", _X),
    "jinja-center-keyword": _template("{{ x | center(width=1000000000) }}", _X),
    "jinja-center-string": _template("{{ x | center('1000000000') }}", _X),
    "jinja-center-negative": _template("{{ x | center(-1000000000) }}", _X),
    "jinja-center-chain": _template("{{ x " + "| center(4096) " * 1000 + "}}", _X),
    "jinja-set-doubling": _template("{% set a = x %}" + "{% set a = a ~ a %}" * 60 + "{{ a }}", _X),
    "jinja-set-doubling-unprinted": _template("{% set a = x %}" + "{% set a = a ~ a %}" * 60, _X),
    "jinja-set-list-doubling": _template("{% set a = [x, x] %}" + "{% set a = [a, a] %}" * 60 + "{{ a }}", _X),
    "jinja-set-list-doubling-length": _template("{% set a = [x] %}" + "{% set a = [a, a] %}" * 60 + "{{ a|length }}", _X),
    "jinja-set-list-doubling-compare": _template(
        "{% set a = [x] %}{% set b = [x] %}" + "{% set a = [a, a] %}{% set b = [b, b] %}" * 40 + "{{ a == b }}", _X
    ),
    "jinja-set-list-doubling-unique": _template("{% set a = [x] %}" + "{% set a = [a, a] %}" * 40 + "{{ a|string|length }}", _X),
    "jinja-set-in-loops": _template("{% set a = x %}" + "{% for i in l %}{% set a = a ~ a %}" * 3 + "{{ a }}" + "{% endfor %}" * 3, f"{_X}, {_LIST}"),
    "jinja-nested-for": _template("{% for i in l %}" * 10 + "x" + "{% endfor %}" * 10, _LIST),
    "jinja-nested-for-nothing": _template("{% for i in l %}" * 10 + "{% endfor %}" * 10, _LIST),
    "jinja-nested-for-item": _template("{% for i in l %}{% for j in i %}{{ j }}{% endfor %}{% endfor %}", _LIST),
    "jinja-for-filter": _template("{% for i in l if i in l and i in l %}{% for j in l if j in l %}x{% endfor %}{% endfor %}", _LIST),
    "jinja-set-list-loop": _template(
        "{% set a = [l, l, l, l, l] %}{% for i in a %}{% for j in a %}{% for k in a %}{{ i }}{% endfor %}{% endfor %}{% endfor %}", _LIST
    ),
    "jinja-for-over-set": _template("{% set a = x ~ x ~ x ~ x %}{% for i in a %}{% for j in a %}{{ a }}{% endfor %}{% endfor %}", _X),
    "jinja-replace-chain": _template("{{ x" + "|replace('', x)" * 40 + " }}", _X),
    "jinja-replace-a-chain": _template("{{ x" + "|replace('a', 'aaaaaaaaaa')" * 40 + " }}", _X),
    "jinja-replace-count": _template("{{ x|replace('a', x, 1000000000) }}", _X),
    "jinja-join-chain": _template("{{ x" + "|join(x)" * 40 + " }}", _X),
    "jinja-join-set": _template("{% set a = x|join(x) %}{% set a = a|join(a) %}{% set a = a|join(a) %}{{ a|join(a) }}", _X),
    "jinja-format-width": _template('{{ "%1000000000d"|format(1) }}'),
    "jinja-format-precision": _template('{{ "%.1000000000f"|format(1) }}'),
    "jinja-format-star": _template('{{ "%*d"|format(1000000000, 1) }}'),
    "jinja-format-float": _template('{{ "%99.99f"|format(1e308) }}' * 1000),
    "jinja-wordwrap": _template("{{ x|wordwrap(1, true, x * 1000) }}", _X),
    "jinja-wordwrap-string": _template("{% set a = x|join(x)|join(x) %}{{ a|wordwrap(1, wrapstring=a) }}", _X),
    "jinja-wordwrap-zero": _template("{{ x|wordwrap(0) }}", _X),
    "jinja-wordwrap-negative": _template("{{ x|wordwrap(-1) }}", _X),
    "jinja-indent": _template("{{ x|indent(1000000000) }}", _X),
    "jinja-indent-string": _template("{% set a = x|join(x)|join(x) %}{{ a|replace('a', '\n')|indent(a) }}", _X),
    "jinja-indent-chain": _template("{{ x|replace('a', '\n')" + "|indent(4096, true, true)" * 20 + " }}", _X),
    "jinja-truncate": _template("{{ x|truncate(1000000000, true, x * 1000) }}", _X),
    "jinja-truncate-negative": _template("{{ x|truncate(-1000000000) }}", _X),
    "jinja-round": _template("{{ 1.5|round(1000000000) }}"),
    "jinja-round-integer": _template("{{ 1|round(-4096) }}"),
    "jinja-int-base": _template("{{ x|int(0, 1000000000) }}", _X),
    "jinja-int-huge": _template("{{ '" + "9" * 16632 + "'|int }}"),
    "jinja-integer-literal": _template("{{ " + "9" * 16632 + " }}"),
    "jinja-float-literal": _template("{{ 1e999999999 }}"),
    "jinja-float-int": _template("{{ 1e308|int }}"),
    "jinja-sort-abuse": _template("{{ l" + "|sort" * 200 + " }}", _LIST),
    "jinja-unique-abuse": _template("{{ l" + "|unique" * 1000 + "|list }}", _LIST),
    "jinja-reverse-chain": _template("{{ x" + "|reverse" * 924 + " }}", _X),
    "jinja-compare-chain": _template("{{ 1" + " < 1" * 3696 + " }}"),
    "jinja-slice": _template("{{ x[::1000000000] }}{{ x[:10**9] }}", _X),
    "jinja-urlencode-chain": _template("{{ x" + "|urlencode" * 40 + " }}", _X.replace("aaaa", "%%%%")),
    "jinja-title-chain": _template("{{ 'ŉŉŉŉŉŉ'" + "|upper" * 1320 + " }}"),
    "jinja-capitalize-all": _template("{{ x" + "|title|capitalize|upper|lower|trim|string" * 300 + " }}", _X),
    "jinja-concat-wide": _template("{{ " + " ~ ".join(["x"] * 3696) + " }}", _X),
    "jinja-macro": _template("{% macro a() %}{{ a() }}{% endmacro %}{{ a() }}"),
    "jinja-call": _template("{% call x() %}{% endcall %}", _X),
    "jinja-include": _template("{% include '/etc/passwd' %}"),
    "jinja-import": _template("{% import '/etc/passwd' as x %}"),
    "jinja-extends": _template("{% extends '/etc/passwd' %}"),
    "jinja-block": _template("{% block a %}{% endblock %}"),
    "jinja-filter-block": _template("{% filter upper %}a{% endfilter %}"),
    "jinja-set-block": _template("{% set a %}x{% endset %}{{ a }}"),
    "jinja-recursive-for": _template("{% for i in l recursive %}{{ loop(l) }}{% endfor %}", _LIST),
    "jinja-loop-cycle": _template("{% for i in l %}{{ loop.cycle('a') }}{% endfor %}", _LIST),
    "jinja-loop-undefined": _template("{% for i in l %}{{ loop.previtem }}{% endfor %}", _LIST),
    # Templates that break Jinja's own parser.
    "jinja-deep-parens": _template("{{ " + "(" * 7392 + " }}"),
    "jinja-deep-parens-closed": _template("{{ " + "(" * 7392 + "1" + ")" * 7392 + " }}"),
    "jinja-deep-parens-90": _template("{{ " + "(" * 90 + "1" + ")" * 90 + " }}"),
    "jinja-deep-parens-300": _template("{{ " + "[" * 300 + "1" + "]" * 300 + " }}"),
    "jinja-deep-lists": _template("{{ " + "[" * 16632),
    "jinja-deep-braces": _template("{{ " + "{1:" * 5544),
    "jinja-deep-not": _template("{{ " + "not " * 3696 + "1 }}"),
    "jinja-deep-minus": _template("{{ " + "-" * 16632 + "1 }}"),
    "jinja-deep-ifs": _template("{%if x%}" * 2310, _X),
    "jinja-deep-ifs-closed": _template("{%if x%}" * 924 + "{%endif%}" * 924, _X),
    "jinja-deep-ifs-20": _template("{%if x%}" * 19 + "{%endif%}" * 19, _X),
    "jinja-deep-ifs-300": _template("{%if x%}" * 300 + "{%endif%}" * 300, _X),
    "jinja-deep-ifs-else": _template("{%if x%}a" + "{%elif x%}a" * 1108 + "{%endif%}", _X),
    "jinja-deep-ternary": _template("{{ " + "1 if x else " * 1478 + "2 }}", _X),
    "jinja-deep-attributes": _template("{{ x" + ".a" * 8316 + " }}", _X),
    "jinja-deep-attributes-jinja": _template("{{ x" + ".a" * 7392 + "|upper }}", _X),
    "jinja-deep-items": _template("{{ x" + "[0]" * 5544 + " }}", _X),
    "jinja-deep-concat": _template("{{ " + "x~" * 8316 + "x }}", _X),
    "jinja-deep-and": _template("{{ " + "x and " * 2772 + "x }}", _X),
    "jinja-many-plain": _template("{{x}}" * 3326, _X),
    "jinja-many": _template("{{x|d}}" * 2402, _X),
    "jinja-many-undeclared": _template("{{y|d}}" * 2402),
    "jinja-many-refused": _template("{{y()}}" * 2402),
    "jinja-many-sets": _template("{%set a=1%}" * 1663 + "{{ a }}"),
    "jinja-many-names": _template("".join(f"{{{{a{i}|d}}}}" for i in range(1_600))),
    "jinja-many-ifs": _template("{%if x%}a{%endif%}" * 1016, _X),
    "jinja-many-fors": _template("{%for a in l%}{%endfor%}" * 739, "l: {type: list, example: []}"),
    "jinja-many-opens": _template("{{" * 9055),
    "jinja-many-comments": _template("{#" * 9055),
    "jinja-many-comment-blocks": _template("{##}" * 4435),
    "jinja-many-raws": _template("{%raw%}" * 2587),
    "jinja-many-raw-blocks": _template("{%raw%}{%endraw%}" * 1016),
    "jinja-many-closes": _template("}}" * 9055),
    "jinja-many-percents": _template("{%" * 9055),
    "jinja-many-quotes": _template("{{ " + "'a' " * 4435 + "}}"),
    "jinja-one-quote": _template("{{ '" + "\\" * 16632 + " }}"),
    "jinja-spaces": _template("{{ x" + " " * 17556 + " }}", _X),
    "jinja-spaces-before": _template(" " * 17556 + "{%- if x %}{% endif -%}" + "\n" * 100, _X),
    "jinja-lines": _template("\n" * 17556 + "{%- if y() %}{% endif -%}"),
    "jinja-lines-refused": _template("\n{{y()}}" * 2217),
    "jinja-lines-of-names": _template("\n{{y|d}}" * 2217),
    "jinja-just-too-long": _template("{{ x|upper }}" + "a" * 20_000, _X),
    "jinja-line-statement": _template("# for x in y\n## comment\n{{ x|d }}", _X),
    # Patterns of variables.
    **{
        f"pattern-{index}": _yaml(_variable(pattern, "a" * 5000 + "!"))
        for index, pattern in enumerate(
            (
                "(a+)+$", "(a|a)*b", "a*a*a*b", "(a|aa)+$", "(.*)*x", "(a*)*b", "([a-z]+)*1", "(a?){30}a{30}", "a?" * 30 + "a" * 30,
                "(?:a{1,500}){1,500}b", "a{1,100000}a{1,100000}a{1,100000}b", "(((a{100}){100}){100}){100}", "a{4294967294}",
                "(a)\\1*b", "(?=(a+))a*b\\1", "(?i:a*)*b", ".*.*.*.*=", "^(([a-z])+.)+[A-Z]([a-z])+$", "(x+x+)+y", "\\d+\\d+\\d+$",
                "(?<=a*)b", "(?P<n>a)(?P<n>b)", "[", "(", "a**", "\\", "(?z)", "(" * 5000 + ")" * 5000, "a|" * 20_000, "[" * 20_000,
                "(?:" * 90 + "a" + ")*" * 90, "(?>a+)+b", "(?:a++)*+b", "a*+a*+a*+b", "\\p{L}+", "(?:a|b|ab)*c", "(?s:.){0,4096}!x",
                "(?:.{0,50}){50}x", "a{0,4096}b{0,4096}c", "(?:a?b?c?d?){100}x", "(?:a?){40}b", "(a?|b){40}c", "(|a){64}b", "(|a)+b",
            )
        )
    },
}  # fmt: skip
