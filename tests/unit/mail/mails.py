"""Raw mails built line by line, the way strangers build them."""

HEAD = {
    "From": "Jane Invented <jane@example.org>",
    "To": "panel@example.org",
    "Subject": "Referral CB-0007",
    "Date": "Fri, 20 Nov 2026 10:00:00 +0000",
    "Message-ID": "<one@example.org>",
}
TEXT = "Hello,\n\nhere is the form.\n"


def mail(body: str | bytes = TEXT, **headers: str | None) -> bytes:
    """A mail with these headers changed; underscores stand for hyphens, None takes a header away."""
    held: dict[str, str | None] = {**HEAD, **{name.replace("_", "-"): value for name, value in headers.items()}}
    head = "".join(f"{name}: {value}\n" for name, value in held.items() if value is not None)
    return head.encode("utf-8", "surrogateescape") + b"\n" + (body if isinstance(body, bytes) else body.encode())


def multipart(*parts: str | bytes, kind: str = "mixed", **headers: str | None) -> bytes:
    """A mail of several parts, each with its own headers."""
    held = [part if isinstance(part, bytes) else part.encode() for part in parts]
    body = b"".join(b"--edge\n" + part + b"\n" for part in held) + b"--edge--\n"
    return mail(body, **{"Content-Type": f'multipart/{kind}; boundary="edge"', **headers})


def file_part(name: str, content: str = "eHl6", kind: str = "application/pdf") -> str:
    """An attached file, in base64."""
    head = f'Content-Type: {kind}\nContent-Disposition: attachment; filename="{name}"\n'
    return f"{head}Content-Transfer-Encoding: base64\n\n{content}\n"
