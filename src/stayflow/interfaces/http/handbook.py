"""/api/docs: the API's description as one page, drawn here, so that it needs no network and no script."""

from html import escape
from typing import Any

_HEAD = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Stayflow API</title>
<meta name="viewport" content="width=device-width"><style>
body{font:14px/1.6 system-ui,"PingFang SC","Microsoft YaHei",sans-serif;color:#1c1917;margin:0 auto;max-width:72rem;
padding:2rem}h1{font-size:1.6rem}h2{margin-top:2.5rem;border-bottom:1px solid #e7e5e4}details{margin:.4rem 0;
border:1px solid #e7e5e4;border-radius:6px;padding:.4rem .8rem}summary{cursor:pointer}code,pre{font-family:ui-monospace,
monospace;font-size:13px}pre{background:#fafaf9;padding:.8rem;overflow:auto}b.m{display:inline-block;width:4.5rem;
color:#0f766e}table{border-collapse:collapse}td,th{border:1px solid #e7e5e4;padding:.2rem .6rem;text-align:left}
.muted{color:#57534e}</style></head><body>"""


def draw_handbook(document: dict[str, Any]) -> str:
    """The OpenAPI document as HTML: operations by chapter, then every shape."""
    chapters: dict[str, list[str]] = {}
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            chapters.setdefault(operation["tags"][0], []).append(
                _operation(method, path, operation)
            )
    parts = [_HEAD, f"<h1>Stayflow API {escape(document['info']['version'])}</h1>"]
    parts.append(f"<p>{escape(document['info']['description'])}</p>")
    parts.append('<p><a href="/api/openapi.json">openapi.json</a></p>')
    for tag, operations in chapters.items():
        parts += [f"<h2>{escape(tag)}</h2>", *operations]
    parts.append("<h2>Shapes</h2>")
    for name, schema in sorted(document["components"]["schemas"].items()):
        parts.append(_shape(name, schema))
    return "".join([*parts, "</body></html>"])


def _operation(method: str, path: str, operation: dict[str, Any]) -> str:
    inside = [f"<p>{escape(operation.get('description', ''))}</p>"]
    if parameters := operation.get("parameters"):
        rows = "".join(
            f"<tr><td><code>{escape(each['name'])}</code><td>{escape(each['in'])}"
            f"<td>{_words(each['schema'])}"
            for each in parameters
        )
        inside.append(f"<table><tr><th>parameter<th>in<th>type{rows}</table>")
    for media, content in operation.get("requestBody", {}).get("content", {}).items():
        inside.append(f"<p>Body ({escape(media)}): {_words(content['schema'])}</p>")
    for status, response in operation["responses"].items():
        inside += [
            f"<p>{escape(status)}: {_words(content.get('schema', {}))}</p>"
            for content in response.get("content", {}).values()
        ]
    return (
        f"<details><summary><b class=m>{method.upper()}</b><code>{escape(path)}</code> "
        f"<span class=muted>{escape(operation['summary'])}</span></summary>{''.join(inside)}</details>"
    )


def _shape(name: str, schema: dict[str, Any]) -> str:
    required = set(schema.get("required", ()))
    rows = "".join(
        f"<tr><td><code>{escape(field)}</code>{'' if field in required else ' <i>optional</i>'}"
        f"<td>{_words(about)}<td>{escape(about.get('description', ''))}"
        for field, about in schema.get("properties", {}).items()
    )
    table = f"<table>{rows}</table>" if rows else f"<p>{_words(schema)}</p>"
    return (
        f'<details id="{escape(name)}"><summary><code>{escape(name)}</code> '
        f"<span class=muted>{escape(schema.get('description', ''))}</span></summary>{table}</details>"
    )


def _words(schema: dict[str, Any]) -> str:
    """A schema in a few words, with links to named shapes."""
    if "$ref" in schema:
        name = escape(schema["$ref"].rpartition("/")[2])
        return f'<a href="#{name}">{name}</a>'
    for joint in ("anyOf", "oneOf", "allOf"):
        if joint in schema:
            return " or ".join(_words(each) for each in schema[joint])
    if "enum" in schema:
        return ", ".join(f"<code>{escape(str(each))}</code>" for each in schema["enum"])
    kind = str(schema.get("type", "any"))
    if kind == "array":
        return f"list of {_words(schema.get('items', {}))}"
    return escape(schema.get("format", kind))
