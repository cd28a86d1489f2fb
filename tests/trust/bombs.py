"""Pages made to hurt a PDF renderer: each a name and the markup of a body. The word BEFORE stands in front of each."""

from itertools import product

BEFORE = "<p>The words before.</p>"
# Those that cost nothing to refuse: for the short run.
AT_ONCE = (
    "div nested 100", "div nested 400", "span nested 400", "lists nested 30", "lists nested 100", "tables nested 6",
    "tables nested 100", "colspan 100000", "rowspan 100000", "colspan with blanks", "col span", "colgroup span",
    "5,000 rows", "100,000 br", "3,000 br", "10 MB word", "1 MB paragraph", "10 MB of paragraphs",
)  # fmt: skip
ROW_OF_DIVS = '<div style="display:table-row"><div style="display:table-cell">x</div></div>'
DOUBLING = "".join(f":root {{ --v{n}: var(--v{n - 1}) var(--v{n - 1}) }}" for n in range(1, 30))
REFERENCES = (
    '<img src="{url}" alt="x">', '<link rel="stylesheet" href="{url}">', '<link rel="attachment" href="{url}">',
    '<a rel="attachment" href="{url}">x</a>', '<style>@import url("{url}");</style>',
    '<style>@font-face {{ font-family: x; src: url("{url}") }} p {{ font-family: x }}</style><p>x</p>',
    '<p style="background: url({url})">x</p>', '<ul style="list-style-image: url({url})"><li>x</li></ul>',
    '<svg xmlns="http://www.w3.org/2000/svg"><image href="{url}" width="9" height="9"/></svg>',
    '<object data="{url}"></object>', '<embed src="{url}">',
)  # fmt: skip


def markup() -> dict[str, str]:
    """Bombs of markup and style: refused before they are laid out, or stopped while they are."""
    nested = {
        f"{tag} nested {depth}": f"<{tag}>" * depth + "x"
        for tag, depth in product(("div", "blockquote", "span", "b", "section"), (100, 400))
    }
    nested |= {
        f"lists nested {depth}": f"<{tag}><li>" * depth + "x" for tag, depth in (("ul", 30), ("ol", 100))
    }
    nested |= {f"tables nested {depth}": "<table><tr><td>" * depth + "x" for depth in (6, 15, 100)}
    return nested | _tables() | _floods() | _styles()


def _tables() -> dict[str, str]:
    return {
        "colspan 100000": "<table><tr><td colspan=100000>x</table>",
        "rowspan 100000": "<table><tr><td rowspan=100000>x</table>",
        "colspan with blanks": '<table><tr><td colspan=" 99999 ">x</table>',
        "col span": "<table><col span=100000><tr><td>x</table>",
        "colgroup span": "<table><colgroup span=100000></colgroup><tr><td>x</table>",
        "many spans": "<table>" + '<tr><td colspan="20" rowspan="20">x' * 60 + "</table>",
        "5,000 rows": "<table>" + "<tr><td>x<td>y" * 5_000 + "</table>",
        "table of divs": '<div style="display:table">' + ROW_OF_DIVS * 20_000 + "</div>",
    }  # fmt: skip


def _floods() -> dict[str, str]:
    return {
        "100,000 br": "<br>" * 100_000,
        "3,000 br": "<br>" * 3_000,
        "10 MB word": "<p>" + "x" * 10_000_000,
        "1 MB word": "<p>" + "x" * 999_000,
        "1 MB paragraph": "<p>" + "word " * 300_000,
        "900 KB paragraph": "<p>" + "word " * 180_000,
        "10 MB of paragraphs": "<p>word word</p>" * 600_000,
        "200,000 empty paragraphs": "<p>" * 200_000,
        "combining marks": "<p>a" + "\u0301" * 200_000,
        "marks on each letter": "<p>" + ("a" + "\u0301" * 50 + " ") * 4_000,
        "bidi turned about": "<p>" + "\u202e\u2066" * 100_000,
        "bidi nested": "<p>" + "".join(f"\u2067a{n} " for n in range(20_000)),
        "zero width": "<p>" + "\u200b" * 300_000,
        "line separators": "<p>" + "\u2028" * 100_000,
        "pre of lines": "<pre>" + "\n" * 300_000,
        "20,000 headings": "".join(f"<h2>{n}</h2>" for n in range(20_000)),
        "20,000 links": "".join(f'<a href="#a{n}">x</a> ' for n in range(20_000)),
        "50,000 ids": "".join(f'<i id="a{n}"></i>' for n in range(50_000)),
        "20,000 ids": "".join(f'<i id="a{n}"></i>' for n in range(20_000)),
        "giant id": f'<p id="{"x" * 1_000_000}">x</p>',
        "giant attribute": f'<p title="{"x" * 3_900_000}">x</p>',
        "giant link": f'<a href="https://example.org/{"x" * 2_000_000}">x</a>',
        "entities": "<p>" + "&amp;" * 400_000,
        "comments": "<!-- x -->" * 300_000,
        "form fields": "<input value=x>" * 20_000,
        "a select": "<select>" + "<option>x" * 20_000 + "</select>",
    }


def _styles() -> dict[str, str]:
    css = {
        "flex nested": ("", '<div style="display:flex">' * 18 + "x"),
        "flex nested 40": ("", '<div style="display:flex">' * 40 + "x"),
        "grid nested": ("", '<div style="display:grid">' * 18 + "x"),
        "grid of a million": ("", '<div style="display:grid;grid-template-columns:repeat(1000000,1fr)">x</div>'),
        "floats": ("", '<div style="float:left">x</div>' * 20_000),
        "inline blocks": ("", '<div style="display:inline-block">' * 40 + "x"),
        "columns": ("", '<div style="columns:100000">' + "word " * 10_000 + "</div>"),
        "columns nested": ("", '<div style="columns:3">' * 12 + "word " * 500),
        "far away": ("", '<p style="margin-top:99999999px">x</p>'),
        "long box": ("", '<div style="height:99999999px">x</div>'),
        "tiny pages": ("@page { size: 1mm 1mm; margin: 0 }", "<p>" + "word " * 20_000),
        "page breaks": ("p { break-before: page }", "<p>x" * 20_000),
        "giant font": ("", '<p style="font-size:99999999px">x</p>'),
        "counters": ("p::before { counter-increment: a; content: counters(a, '.') }", "<p>x" * 20_000),
        "quotes": ("q { quotes: '((((' '))))' }", "<q>" * 55 + "x"),
        "content of a heap": ("p::before { content: '" + "x" * 500_000 + "' }", "<p>x</p><p>y</p><p>z</p>"),
        "many rules": ("".join(f"p.c{n} > b:nth-child({n}n+1) {{ color: red }}" for n in range(20_000)), "<p>x" * 500),
        "has of has": (":has(p) " * 40 + "{ color: red }", "<p>x" * 2_000),
        "variables": (DOUBLING + ":root { --v0: x } p::before { content: var(--v29) }", "<p>x"),
        "running elements": ("p { position: running(a) } @page { @top-left { content: element(a) } }", "<p>x" * 5_000),
        "footnotes": ("i { float: footnote }", "<p>" + "<i>x</i>" * 5_000),
        "gradients": ("", '<div style="height:1000px;background:repeating-linear-gradient(red,blue 0.01px)">x</div>'),
        "svg of shapes": ("", "<svg>" + "<rect width=1 height=1 />" * 20_000 + "</svg>"),
        "svg that uses itself": ("", '<svg><g id="a"><use href="#a"/><use href="#a"/></g></svg>'),
    }  # fmt: skip
    return {name: f"<style>{style}</style>{body}" for name, (style, body) in css.items()}


def references(url: str) -> dict[str, str]:
    """Pages that ask for something at `url`."""
    return {f"{reference[:24]} … {url[:5]}": reference.format(url=url) for reference in REFERENCES}


def words() -> dict[str, str]:
    """What somebody may type or paste into a paragraph, a title, a remark."""
    return {
        "typed markup": "<table><tr><td colspan=100000>x</table>" + "<ul><li>" * 100,
        "typed style": '<style>@import url("file:///etc/passwd")</style><img src="http://127.0.0.1/x.png">',
        "typed emphasis": "*a **b " * 10_000,
        "typed brackets": "[" * 50_000,
        "typed links": "[x](https://example.org/) " * 3_000,
        "typed word": "x" * 1_000_000,
        "typed breaks": "\\\n" * 20_000,
        "typed marks": "a" + "\u0301" * 100_000,
        "typed turns": "\u202e\u2066" * 50_000,
        "typed controls": "".join(map(chr, range(32))) * 2_000,
    }
