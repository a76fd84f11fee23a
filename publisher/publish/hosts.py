"""What static hosts read: how IRIs lead to documents, what has moved, what is gone, and the headers of what they send.

``_redirects`` and ``_headers`` are for Netlify, Cloudflare Pages and others, ``.htaccess`` is for Apache, ``.nojekyll`` for GitHub Pages.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import islice
from typing import Final

from publisher.publish.machines import POLICY

SUFFIXES: Final = (".html", ".ttl", ".jsonld", ".nt")
HEADERS: Final = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Access-Control-Allow-Origin": "*",
}
TYPES: Final = {
    ".jsonld": "application/ld+json",
    ".ttl": "text/turtle; charset=utf-8",
    ".nt": "application/n-triples",
    ".rq": "application/sparql-query",
    ".md": "text/markdown; charset=utf-8",
}
MOST_RULES: Final = 1000
"""Apache reads the file with every request; what was withdrawn before those is answered by its page, as elsewhere."""
ACCEPTS: Final = (
    (r"^$|^\s*(text/html|application/xhtml\+xml|\*/\*)", ".html"),
    (r"text/turtle|application/(x-)?turtle|application/trig", ".ttl"),
    (r"application/(ld\+)?json", ".jsonld"),
    (r"application/n-(triples|quads)|text/plain", ".nt"),
    (r"text/(html|\*)|application/xhtml\+xml|\*/\*", ".html"),
)
"""What a client takes, and what it is sent: the first that holds. The weights of Accept cannot be compared there."""


def host_files(redirects: Mapping[str, str], gone: Collection[str]) -> Iterator[tuple[str, bytes]]:
    """Give the files with their paths; ``gone`` has what was withdrawn last first."""
    yield "_redirects", redirects_file(redirects, gone)
    yield "_headers", headers_file()
    yield ".htaccess", htaccess_file(redirects, gone)
    yield ".nojekyll", b""


def redirects_file(redirects: Mapping[str, str], gone: Iterable[str]) -> bytes:
    """Return ``_redirects``: merged things 301, withdrawn ones 410 with their page."""
    lines = []
    for old, new in sorted(redirects.items()):
        lines += [f"/{old}{suffix} /{new}{suffix} 301!" for suffix in ("", *SUFFIXES)]
    lines += [f"/{path}{suffix} /{path}.html 410!" for path in sorted(gone) for suffix in ("", *SUFFIXES)]
    return ("\n".join(lines) + "\n").encode() if lines else b""


def headers_file() -> bytes:
    """Return ``_headers``: the policy of the pages, and the types of what browsers do not know."""
    lines = ["/*", *(f"  {name}: {value}" for name, value in HEADERS.items())]
    for pattern, media_type in (*((f"/*{suffix}", type_) for suffix, type_ in TYPES.items()), ("/.well-known/void", TYPES[".ttl"])):
        lines += [pattern, f"  Content-Type: {media_type}"]
    return ("\n".join(lines) + "\n").encode()


def htaccess_file(redirects: Mapping[str, str], gone: Iterable[str]) -> bytes:
    """Return ``.htaccess``: 303 from an IRI to the document the client takes, 301 for what was merged, 410 for what was withdrawn, 406.

    It needs ``mod_rewrite`` and ``mod_dir``, and ``AllowOverride All``; it stands at the root of a host, or ``RewriteBase`` says where.
    """
    suffixes = r"(\.(?:html|ttl|jsonld|nt))?"
    lines = [
        "Options -MultiViews -Indexes",
        "DirectoryIndex index.html",
        "DirectorySlash Off",
        "AddDefaultCharset utf-8",
        *(f"AddType '{type_}' {suffix}" for suffix, type_ in TYPES.items()),
        f"<Files void>\n  ForceType '{TYPES['.ttl']}'\n</Files>",
        "<IfModule mod_headers.c>",
        *(f'  Header always set {name} "{value}"' for name, value in HEADERS.items()),
        "</IfModule>",
        "ErrorDocument 404 /404.html",
        'ErrorDocument 406 "This is described as text/html, text/turtle, application/ld+json and application/n-triples."',
        'ErrorDocument 410 "What was published here has been withdrawn."',
        "RewriteEngine On",
        "RewriteBase /",
        r"RewriteRule ^\.(?!well-known/) - [R=404,L]",
        *(f"RewriteRule ^{re.escape(old)}{suffixes}$ {new}$1 [R=301,L]" for old, new in sorted(redirects.items())),
        *(f"RewriteRule ^{re.escape(path)}{suffixes}$ - [G]" for path in islice(gone, MOST_RULES)),
    ]
    for accept, suffix in ACCEPTS:
        lines += [
            rf"RewriteCond %{{REQUEST_FILENAME}}{suffix} -f",
            f'RewriteCond %{{HTTP:Accept}} "{accept}" [NC]',
            f"RewriteRule ^(.+[^/])$ $1{suffix} [R=303,L]",
        ]
    lines += [
        r"RewriteCond %{REQUEST_FILENAME}.html -f",
        "RewriteRule ^.+[^/]$ - [R=406,L]",
        r"RewriteCond %{REQUEST_FILENAME}/index.html -f",
        "RewriteRule ^(.+[^/])$ $1/ [R=308,L]",
        "<IfModule mod_headers.c>",
        "  Header always merge Vary Accept \"expr=%{REQUEST_STATUS} in {'303', '406'}\"",
        "</IfModule>",
    ]
    return ("\n".join(lines) + "\n").encode()
