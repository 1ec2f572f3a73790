"""Clients whose pins fight ours, unmodified, each in an environment that uv makes of its script's header."""

import datetime
import ipaddress
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

pytestmark = [pytest.mark.sandbox, pytest.mark.slow, pytest.mark.timeout(900)]

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
TOKEN = "token-of-the-tests"


def uv():
    """Return uv: the one that runs these tests, the checkout's own, or the machine's."""
    places = (os.environ.get("UV"), str(ROOT / ".tools" / "bin" / "uv"), shutil.which("uv"))
    found = next((place for place in places if place and Path(place).exists()), None)
    return found or pytest.fail("uv is missing: `make test` brings it")


def use(client, endpoint):
    script = str(HERE / "clients" / client)
    subprocess.run([uv(), "run", "--quiet", "--no-project", "--script", script, endpoint, TOKEN], check=True)


@pytest.fixture
def certificate(tmp_path):
    """A self-signed certificate for loopback, as files."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.datetime.now(datetime.UTC)
    loopback = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(hours=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(loopback, critical=False)
        .sign(key, hashes.SHA256())
    )
    paths = {"tls_cert": tmp_path / "cert.pem", "tls_key": tmp_path / "key.pem"}
    paths["tls_cert"].write_bytes(made.public_bytes(serialization.Encoding.PEM))
    form = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    paths["tls_key"].write_bytes(key.private_bytes(*form))
    return {name: str(path) for name, path in paths.items()}


def test_semantic_kernel(start_pool, certificate):
    endpoint = start_pool(**certificate).endpoint
    assert endpoint.startswith("https://")
    use("semantic_kernel_client.py", endpoint)


@pytest.mark.parametrize("client", ["autogen_client.py", "llama_index_client.py"])
def test_client(pool, client):
    use(client, pool.endpoint)
