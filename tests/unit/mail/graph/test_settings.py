"""What the Graph mailbox refuses to start with."""

import pytest

from adapters.mail.graph import BadMailSettings, GraphSettings


@pytest.mark.parametrize(
    "url",
    [
        "http://graph.microsoft.com",
        "https://graph.microsoft.com/v1.0",
        "https://user@graph.microsoft.com",
        "https://graph.microsoft.com:port",
        "https://",
        "ftp://graph.microsoft.com",
        "",
        "graph.microsoft.com",
        "https://graph.microsoft.com?x",
    ],
)
def test_graph_is_called_over_https_and_nowhere_but_at_its_host(url: str) -> None:
    """A token in plain text would be anybody's."""
    with pytest.raises(BadMailSettings, match="PANEL_CLERK_GRAPH_URL"):
        GraphSettings("panel@example.org", url)


@pytest.mark.parametrize("url", ["https://graph.microsoft.us", "http://127.0.0.1:8080", "http://[::1]:1"])
def test_another_cloud_and_this_machine_may_be_named(url: str) -> None:
    """For sovereign clouds, and for trying it."""
    assert GraphSettings("panel@example.org", url).url == url


@pytest.mark.parametrize("mailbox", ["", "panel", "a@b/../x@y", "panel@example.org?x", "a b@example.org"])
def test_the_mailbox_is_one_address(mailbox: str) -> None:
    """It is part of every web address that is called."""
    with pytest.raises(BadMailSettings, match="PANEL_CLERK_GRAPH_MAILBOX"):
        GraphSettings(mailbox)
