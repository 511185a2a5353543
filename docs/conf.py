"""Make a site of these pages with Sphinx; `make docs` does it.

The pages are Markdown that a forge shows as well as Sphinx does, so what only a site needs is added here: the contents
beside each page are read off `index.md`, and what a page links to outside this folder is shown on a page of its own.
"""

from __future__ import annotations

import os
import re
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docutils.nodes import document
    from sphinx.application import Sphinx

DOCS = Path(__file__).resolve().parent
ROOT = DOCS.parent
LEXERS = {".py": "python", ".yaml": "yaml", ".yml": "yaml", ".md": "markdown", ".toml": "toml", ".ipynb": "json"}

project = "advisor"
release = re.findall(
    r'^__version__ = "(.+)"$', (ROOT / "advisor/__init__.py").read_text(encoding="utf-8"), re.MULTILINE
)[0]
root_doc = "index"
extensions = ["myst_parser"]
exclude_patterns = ["conf.py"]
myst_heading_anchors = 4
nitpicky = True
smartquotes_action = "qe"  # quotes and ellipses alone: the -- of an option is no dash
html_theme = "furo"
html_title = f"advisor {release}"
html_copy_source = False
html_show_sourcelink = False
html_show_copyright = False
html_static_path = ["_static"]
html_css_files = ["site.css"]

# What a browser fetches by itself when it shows a page or reads a style sheet.
LOADED = re.compile(
    r"""<(?:script|img|iframe|source|link(?=[^>]*rel="[^"]*(?:stylesheet|icon|preload)))"""
    r"""[^>]*?\s(?:src|href)=["'](?:https?:)?//[^"']+|@import[^;]*//[^;]+|url\(["']?(?:https?:)?//[^)]+"""
)


def contents(index: str) -> str:
    r"""Write the contents of the site: each section of the index with the pages that its links lead to, in order.

    >>> print(contents("# Docs\n\n## Learn it\n\n- [First steps](tutorial.md): in ten minutes\n"))
    ```{toctree}
    :hidden:
    :caption: Learn it
    tutorial
    ```
    """
    parts, listed = [], set[str]()
    for section in re.split(r"(?m)^## ", index)[1:]:
        pages = [page for page in re.findall(r"\]\(([\w/-]+)\.md[#)]", section) if page not in listed]
        listed.update(pages)
        lines = ["```{toctree}", ":hidden:", f":caption: {section.splitlines()[0]}", *dict.fromkeys(pages), "```"]
        parts += ["\n".join(lines)] if pages else []
    return "\n\n".join(parts)


def prepare(app: Sphinx, page: str, source: list[str]) -> None:
    """Put the contents below the index, and show drawings that only a forge draws as the text that they are.

    Sphinx then complains of any page that is not among the contents.
    """
    source[0] = re.sub(r"(?m)^( *```)mermaid$", r"\1text", source[0])
    if page == app.config.root_doc:
        source[0] += f"\n\n{contents(source[0])}\n"


def lead_outside(app: Sphinx, tree: document) -> None:
    """Lead the links to what lies outside this folder to pages that show it, and remember what to show."""
    from docutils import nodes
    from sphinx import addnodes

    page = app.env.docname
    for link in [*tree.findall(addnodes.download_reference), *tree.findall(addnodes.pending_xref)]:
        # What was found and taken for a page goes by its path from this folder and has lost its ending.
        taken = link.get("refdomain") == "doc"
        place = (
            DOCS / f"{link['reftarget']}.md" if taken else (DOCS / page).parent / link["reftarget"].partition("#")[0]
        )
        target = Path(os.path.normpath(place))
        if target.exists() and target.is_relative_to(ROOT) and not target.is_relative_to(DOCS):
            name = f"files/{target.relative_to(ROOT).as_posix()}"
            shown(app)[name] = target
            uri = f"{'../' * page.count('/')}{name}.html"
            link.replace_self(nodes.reference("", "", *link.children, refuri=uri, internal=True))


def shown(app: Sphinx) -> dict[str, Path]:
    """What lies outside and is to be shown, by the names of the pages that show it."""
    found: dict[str, Path] = app.env.__dict__.setdefault("shown_outside", {})
    return found


def outside_pages(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Give a page for each file or folder outside that a page links to, with all the text in it."""
    for name, place in sorted(shown(app).items()):
        title = place.relative_to(ROOT).as_posix()
        files = sorted(path for path in place.rglob("*") if path.is_file()) if place.is_dir() else [place]
        texts = [path for path in files if "__pycache__" not in path.parts]
        body = [f"<h1>{escape(title)}</h1>"]
        for path in texts:
            body += [f"<h2>{escape(path.relative_to(place).as_posix())}</h2>"] if place.is_dir() else []
            try:
                code = path.read_text(encoding="utf-8")
            except UnicodeDecodeError:
                body.append("<p>This file is no text.</p>")
            else:
                body.append(app.builder.highlighter.highlight_block(code, LEXERS.get(path.suffix, "text")))
        yield name, {"title": title, "body": "\n".join(body)}, "page.html"


def fetched(site: Path) -> Iterator[str]:
    """Name what the pages and style sheets of a site make a browser fetch from anybody else."""
    for path in sorted(site.rglob("*")):
        if path.suffix in {".html", ".css"}:
            for found in LOADED.finditer(path.read_text(encoding="utf-8")):
                yield f"{path.relative_to(site).as_posix()}: {found[0]}"


def allow_no_fetching(app: Sphinx, failure: Exception | None) -> None:
    """Stop when a page would make a browser ask anybody else for anything."""
    from sphinx.errors import ExtensionError

    found = [] if failure else list(fetched(Path(app.outdir)))
    if found:
        raise ExtensionError("fetched from elsewhere:\n" + "\n".join(found))


def setup(app: Sphinx) -> None:
    """Have Sphinx call what is above."""
    app.connect("source-read", prepare)
    app.connect("doctree-read", lead_outside)
    app.connect("html-collect-pages", outside_pages)
    app.connect("build-finished", allow_no_fetching)
