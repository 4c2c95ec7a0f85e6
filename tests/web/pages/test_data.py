"""The page of files says what each file is: its size and checksum are those of what it leads to."""

from __future__ import annotations

import hashlib
import re

from flask.testing import FlaskClient


def test_each_file_has_the_size_and_the_checksum_that_stand_beside_it(client: FlaskClient) -> None:
    html = client.get("/data").get_data(as_text=True)
    rows = re.findall(
        r'href="(/data/communique\.\w+\.gz)".*?class="number">([\d,]+)</td>\s*<td><code>([0-9a-f]{16})…',
        html,
        re.DOTALL,
    )
    assert len(rows) == 4
    for path, size, start in rows:
        with client.get(path) as reply:
            file = reply.data
        assert len(file) == int(size.replace(",", ""))
        assert hashlib.sha256(file).hexdigest().startswith(start)


def test_the_page_names_the_commit_that_its_files_hold(client: FlaskClient) -> None:
    html = client.get("/data").get_data(as_text=True)
    with client.get("/data/communique.nq.gz") as reply:
        commit = reply.headers["X-Commit"]
    assert f"as of commit {commit[:12]}" in html


def test_every_table_and_network_file_that_the_page_names_is_there(client: FlaskClient) -> None:
    html = client.get("/data").get_data(as_text=True)
    files = re.findall(r'href="(/(?:tables/|network\.)[^"]+)"', html)
    assert len(files) == 10
    for path in files:
        assert client.get(path).status_code == 200, path
