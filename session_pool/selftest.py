"""The pool proves itself before it serves: a session tries a handful of attacks."""

from session_pool.errors import SessionStartError, StartError
from session_pool.pool import Pool

_IDENTIFIER = "self-test"
_LIMIT = 30.0
_FIX = "See docs/isolation.md."
# Each line leaves the name of an attack that succeeded; nothing here harms a machine where one does.
_ATTACKS = """
import ctypes, os, socket
held = []
def attempt(name, attack):
    try:
        if attack() is not False:
            held.append(name)
    except OSError:
        pass
libc = ctypes.CDLL(None, use_errno=True)
def call(number_is_zero):
    if number_is_zero != 0:
        raise OSError(ctypes.get_errno(), "refused")
status = dict(line.split(":", 1) for line in open("/proc/self/status"))
attempt("run as root", lambda: os.getuid() == 0)
attempt("keep capabilities", lambda: int(status["CapBnd"], 16) | int(status["CapEff"], 16) != 0)
attempt("run without a filter of system calls", lambda: status["Seccomp"].strip() != "2")
attempt("gain privileges", lambda: status["NoNewPrivs"].strip() != "1")
attempt("see other processes", lambda: [name for name in os.listdir("/proc") if name.isdigit()] != ["1"])
attempt("read the system's passwords", lambda: open("/etc/shadow"))
attempt("see the host's folders", lambda: bool({"root", "boot", "sys", "opt", "srv"} & set(os.listdir("/"))))
attempt("write to the root", lambda: os.mkdir("/escape"))
attempt("write to the interpreter", lambda: os.access(os.__file__, os.W_OK))
attempt("set the kernel's core pattern", lambda: open("/proc/sys/kernel/core_pattern", "r+"))
attempt("make a user namespace", lambda: call(libc.unshare(0x10000000)))
attempt("mount", lambda: call(libc.mount(b"none", b"/tmp", b"tmpfs", 0, None)))
attempt("reach the network", lambda: socket.create_connection(("1.1.1.1", 53), 1))
attempt("see network interfaces", lambda: [name for _, name in socket.if_nameindex() if name != "lo"] != [])
attempt("open a netlink socket", lambda: socket.socket(socket.AF_NETLINK, socket.SOCK_RAW))
";".join(held)
"""


async def prove_isolation(pool: Pool) -> None:
    """Raise `StartError` if an attack succeeds or the test itself can't run."""
    try:
        async with pool.lend(_IDENTIFIER) as session:
            outcome = await session.execute(_ATTACKS, _LIMIT)
    except SessionStartError as fault:
        raise StartError(f"Sessions can't be isolated on this machine: {fault}.", _FIX) from fault
    finally:
        pool.end(_IDENTIFIER)
    if outcome.status != "ok" or outcome.value != "":
        found = outcome.value if outcome.status == "ok" else outcome.stderr.strip()[-500:]
        raise StartError(
            f"The sandbox does not hold: a session could {found}.",
            _FIX,
        )
