"""Pool, model and Blob Storage without a key: signed in as a managed identity is, by Azure's own client."""

import json
import os
import subprocess
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from fixtures_azurite import ACCOUNT, running
from scripted_plans import plan, summary

pytestmark = [
    pytest.mark.sandbox,
    pytest.mark.slow,
    pytest.mark.network,  # the first run asks npm
    pytest.mark.timeout(400),
    pytest.mark.xdist_group("azurite"),
]

POOL, MODEL, STORAGE = (
    "https://dynamicsessions.io",
    "https://cognitiveservices.azure.com",
    "https://storage.azure.com",
)
HEADER = "the-header-of-the-identity"


class Identity(ThreadingHTTPServer):
    """Gives tokens as App Service gives them to what runs there."""

    def __init__(self, tokens):
        super().__init__(("127.0.0.1", 0), Tokens)
        self.tokens = tokens
        self.asked = set()


class Tokens(BaseHTTPRequestHandler):
    def do_GET(self):
        resource = parse_qs(urlsplit(self.path).query)["resource"][0]
        known = self.headers["X-IDENTITY-HEADER"] == HEADER and resource in self.server.tokens
        self.server.asked.add(resource)
        token = {"access_token": self.server.tokens.get(resource), "resource": resource}
        self.send_response(200 if known else 400)
        self.end_headers()
        lasts = {"expires_on": str(int(time.time()) + 3600), "token_type": "Bearer"}
        self.wfile.write(json.dumps(token | lasts if known else {}).encode())

    def log_message(self, *_):
        """Nothing."""


def storage_token():
    """A token as Azurite checks it: everything but the signature."""
    tenant, now = "00000000-0000-0000-0000-000000000001", int(time.time())
    claims = {"aud": STORAGE, "iss": f"https://sts.windows.net/{tenant}/", "tid": tenant}
    times = {"iat": now - 60, "nbf": now - 60, "exp": now + 3600}
    return jwt.encode(claims | times, "a secret that nobody checks the token by", algorithm="HS256")


@pytest.fixture
def identity(pool):
    tokens = {POOL: pool.token, MODEL: "token-for-the-model", STORAGE: storage_token()}
    with Identity(tokens) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def test_a_question_with_no_key_anywhere(pool, identity, scripted_model, certificate, penguins, tmp_path):
    scripted_model.enqueue(plan("print(len(penguins))"), summary("344 rows [2]", ("344", 2)))
    with running(certificate) as azurite:
        done = subprocess.run(
            [str(Path(sys.executable).with_name("analyst")), "ask", "How many rows?", str(penguins)],
            capture_output=True,
            text=True,
            timeout=100,
            cwd=tmp_path,
            env={
                "PATH": os.environ["PATH"],
                "IDENTITY_ENDPOINT": f"http://127.0.0.1:{identity.server_port}/token",
                "IDENTITY_HEADER": HEADER,
                "SSL_CERT_FILE": certificate["tls_cert"],
                "POOL_ENDPOINT": pool.endpoint,
                "AZURE_OPENAI_ENDPOINT": scripted_model.endpoint,
                "AZURE_OPENAI_MODEL": "gpt-5-mini",
                "ANALYST_BLOB_URL": f"{azurite.url}/{ACCOUNT}",
                "ANALYST_DATA_FOLDER": str(tmp_path / "kept"),
            },
        )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "344 rows [2]" in done.stdout
    assert identity.asked == {POOL, MODEL, STORAGE}
    asked = {request.headers["authorization"] for request in scripted_model.requests}
    assert asked == {"Bearer token-for-the-model"}
    assert not (tmp_path / "kept" / "store").exists()  # the bytes of files are in Blob Storage
