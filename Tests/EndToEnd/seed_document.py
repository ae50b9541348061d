# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads the page of the web app that Joom grew out of from the document that describes it.

The document holds its files as Markdown code blocks under headings that name them: app.js, home.pug, server.js.
"""
import html
import pathlib
import re


def files(document):
    """The code blocks of the document by the name in the heading above each."""
    text = pathlib.Path(document).read_text(encoding="utf-8")
    return {name: code for name, code in re.findall(r"^#+ *([\w.]+)\s*\n```\w*\n(.*?)\n```", text, re.M | re.S)}


def write_page(document, directory):
    """Writes index.html and app.js, which the servers of these tests find as `/` and `/public/js/app.js`."""
    found = files(document)
    directory = pathlib.Path(directory)
    (directory / "app.js").write_text(found["app.js"], encoding="utf-8")
    (directory / "index.html").write_text(from_pug(found["home.pug"]), encoding="utf-8")


VOID = {"meta", "link", "input"}
LINE = re.compile(r"^( *)([a-z0-9]*)((?:#[\w-]+)?)(?:\((.*)\))?(?: (.*))?$")


def from_pug(source):
    """HTML of the part of Pug that the document uses: tags, #ids, attributes and text, nested by indentation.

    Attributes that point at other computers are dropped: tests have no network but their own.
    """
    out, opened = ["<!doctype html>"], []
    for line in source.splitlines():
        if not line.strip() or line.strip().startswith(("doctype", "//-")):
            continue
        indent, tag, identifier, attributes, text = LINE.match(line.split("//-")[0].rstrip()).groups()
        while opened and opened[-1][0] >= len(indent):
            out.append(f"</{opened.pop()[1]}>")
        tag = tag or "div"
        if "https://" in (attributes or ""):
            continue
        identifier = f' id="{identifier[1:]}"' if identifier else ""
        attributes = " " + attributes.replace(",", " ") if attributes else ""
        out.append(f"<{tag}{identifier}{attributes}>{html.escape(text or '')}")
        if tag not in VOID:
            opened.append((len(indent), tag))
    out.extend(f"</{tag}>" for _, tag in reversed(opened))
    return "\n".join(out) + "\n"
