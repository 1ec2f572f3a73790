"""System calls that reach the kernel's wider surface: each is refused before the kernel looks at it."""

import errno

import pyseccomp
import pytest

pytestmark = pytest.mark.sandbox

REFUSED = {
    "mount": (0, 0, 0, 0, 0),
    "umount2": (0, 2),
    "pivot_root": (0, 0),
    "fsopen": (0, 0),
    "open_tree": (-100, 0, 1),
    "unshare": (0x10000000,),
    "setns": (0, 0),
    "ptrace": (0, 0, 0, 0),
    "process_vm_readv": (1, 0, 0, 0, 0, 0),
    "process_vm_writev": (1, 0, 0, 0, 0, 0),
    "pidfd_getfd": (0, 0, 0),
    "add_key": (0, 0, 0, 0, 0),
    "keyctl": (0, 0, 0, 0, 0),
    "request_key": (0, 0, 0, 0),
    "bpf": (0, 0, 0),
    "perf_event_open": (0, 0, -1, -1, 0),
    "userfaultfd": (0,),
    "io_uring_setup": (1, 0),
    "init_module": (0, 0, 0),
    "finit_module": (0, 0, 0),
    "delete_module": (0, 0),
    "kexec_load": (0, 0, 0, 0),
    "reboot": (0, 0, 0, 0),
    "open_by_handle_at": (0, 0, 0),
    "name_to_handle_at": (0, 0, 0, 0, 0),
    "memfd_create": (0, 0),
    "shmget": (0, 4096, 0o1600),
    "personality": (0xFFFFFFFF,),
    "quotactl": (0, 0, 0, 0),
    "syslog": (3, 0, 0),
    "settimeofday": (0, 0),
    "clock_settime": (0, 0),
    "swapon": (0, 0),
    "fanotify_init": (0, 0),
    "vmsplice": (0, 0, 0, 0),
    "chroot": (0,),
}
CALL = """
import ctypes
libc = ctypes.CDLL(None, use_errno=True)
arguments = [ctypes.c_long(value) for value in {arguments}]
ctypes.set_errno(0)
result = libc.syscall({number}, *arguments)
f"{{result}} {{ctypes.get_errno()}}"
"""
NAMESPACE_FLAGS = {
    "mount": 0x00020000,
    "cgroup": 0x02000000,
    "uts": 0x04000000,
    "ipc": 0x08000000,
    "user": 0x10000000,
    "pid": 0x20000000,
    "net": 0x40000000,
}


def number_of(name):
    return pyseccomp.resolve_syscall(pyseccomp.system_arch(), name)


def call(session, name, *arguments):
    return session.value(CALL.format(number=number_of(name), arguments=arguments))


@pytest.mark.parametrize("name", REFUSED)
def test_refused(session, name):
    assert call(session, name, *REFUSED[name]) == f"-1 {errno.EPERM}"


@pytest.mark.parametrize("flag", NAMESPACE_FLAGS.values(), ids=list(NAMESPACE_FLAGS))
def test_a_process_in_new_namespaces(session, flag):
    assert call(session, "clone", flag | 17, 0, 0, 0, 0) == f"-1 {errno.EPERM}"


def test_clone3_is_unknown_so_that_libc_falls_back(session):
    assert call(session, "clone3", 0, 0) == f"-1 {errno.ENOSYS}"
    assert (
        session.value("import threading; t = threading.Thread(target=int); t.start(); t.join(); 'works'")
        == "works"
    )
    assert (
        session.value("import subprocess; subprocess.check_output(['echo', 'works'], text=True)") == "works\n"
    )


@pytest.mark.parametrize("request_number", [0x5412, 0x541C, 0x100005412])
def test_injection_into_a_terminal(session, request_number):
    assert call(session, "ioctl", 0, request_number, 0) == f"-1 {errno.EPERM}"


def test_no_capability_is_left(session):
    text = session.value("open('/proc/self/status').read()")
    status = dict(line.split(":\t", 1) for line in text.splitlines() if ":\t" in line)
    assert {int(status[name], 16) for name in ("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb")} == {0}
    assert (status["NoNewPrivs"], status["Seccomp"]) == ("1", "2")


@pytest.mark.parametrize("kind", ["user", "mnt", "pid", "net", "ipc", "uts", "cgroup"])
def test_each_session_has_namespaces_of_its_own(new_caller, kind):
    import os

    code = f"import os; os.readlink('/proc/self/ns/{kind}')"
    first, second = new_caller().value(code), new_caller().value(code)
    assert len({first, second, os.readlink(f"/proc/self/ns/{kind}")}) == 3
