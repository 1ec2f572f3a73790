"""Attacks over the network. A probe raises unless it succeeds; its control succeeds outside."""

import socket

import pytest

pytestmark = pytest.mark.sandbox

CONNECT = "import socket; s = socket.socket({family}); s.settimeout(2); s.connect({address!r})"
WITHOUT_CONTROL = {
    "a machine outside": "import socket; socket.create_connection(('1.1.1.1', 53), 2)",
    "a machine outside by IPv6": "import socket; socket.create_connection(('2606:4700::1111', 53), 2)",
    "a datagram outside": "import socket; s = socket.socket(type=2); s.sendto(b'x', ('8.8.8.8', 53))",
    "names": "import socket; socket.getaddrinfo('example.com', 80)",
    "the metadata of a cloud": "import socket; socket.create_connection(('169.254.169.254', 80), 2)",
    "raw packets": "import socket; socket.socket(socket.AF_PACKET, socket.SOCK_RAW)",
    "raw IP": "import socket; socket.socket(socket.AF_INET, socket.SOCK_RAW, 1)",
    "the hypervisor": "import socket; socket.socket(socket.AF_VSOCK, socket.SOCK_STREAM)",
    "the kernel's cryptography": "import socket; socket.socket(socket.AF_ALG, socket.SOCK_SEQPACKET)",
    "bluetooth": "import socket; socket.socket(31, socket.SOCK_RAW, 1)",
    "a family beyond 32 bits": """
import ctypes, platform
number = {'x86_64': 41, 'aarch64': 198}[platform.machine()]
fd = ctypes.CDLL(None).syscall(number, ctypes.c_long((1 << 32) | 16), 3, 0)
assert fd >= 0
""",
}


@pytest.fixture(params=["the pool's own port", "an abstract socket", "a socket in a folder"])
def listener(request, pool, tmp_path):
    """Return family and address of something that listens outside."""
    if request.param == "the pool's own port":
        yield "socket.AF_INET", ("127.0.0.1", int(pool.endpoint.rpartition(":")[2]))
        return
    name = f"\0{tmp_path}" if "abstract" in request.param else str(tmp_path / "s")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(name[:100])
        server.listen()
        yield "socket.AF_UNIX", name[:100]


def test_what_listens_outside_is_out_of_reach(session, succeeds_outside, listener):
    family, address = listener
    code = CONNECT.format(family=family, address=address)
    assert succeeds_outside(code)
    assert session.run(code)["outcome"] == "error"


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("import socket; socket.socket(socket.AF_NETLINK, socket.SOCK_RAW)", id="netlink"),
        pytest.param(
            "import socket; assert len(socket.if_nameindex()) > 1",
            id="interfaces",
            marks=pytest.mark.skipif(
                len(socket.if_nameindex()) < 2, reason="this machine has one interface only"
            ),
        ),
    ],
)
def test_what_works_outside(session, succeeds_outside, code):
    assert succeeds_outside(code)
    assert session.run(code)["outcome"] == "error"


@pytest.mark.parametrize("name", WITHOUT_CONTROL)
def test_out_of_reach(session, name):
    assert session.run(WITHOUT_CONTROL[name])["outcome"] == "error"


def test_a_server_in_one_session_is_not_seen_from_another(new_caller):
    first, second = new_caller(), new_caller()
    first.run("import socket; server = socket.create_server(('127.0.0.1', 5555))")
    connect = "import socket; socket.create_connection(('127.0.0.1', 5555), 2); 'connected'"
    assert first.value(connect) == "connected"  # the control
    assert "ConnectionRefusedError" in second.run(connect)["stderr"]
