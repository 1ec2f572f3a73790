"""The filter of system calls that every session runs under, compiled by libseccomp."""

import errno
import stat
import tempfile
from types import ModuleType

from session_pool.errors import StartError
from session_pool.inside import kernel

# Each reaches the kernel's wider surface, escapes the accounting of memory, or looks at other processes.
_REFUSED = """
    mount umount2 pivot_root chroot open_tree move_mount fsopen fsconfig fsmount fspick mount_setattr
    statmount listmount unshare setns
    add_key request_key keyctl
    bpf perf_event_open userfaultfd io_uring_setup io_uring_enter io_uring_register
    ptrace process_vm_readv process_vm_writev process_madvise kcmp pidfd_getfd
    init_module finit_module delete_module kexec_load kexec_file_load reboot
    open_by_handle_at name_to_handle_at
    memfd_create memfd_secret shmget shmat shmctl shmdt
    personality quotactl quotactl_fd acct swapon swapoff syslog
    settimeofday clock_settime clock_adjtime adjtimex stime
    fanotify_init lookup_dcookie nfsservctl uselib vhangup vmsplice
    iopl ioperm modify_ldt move_pages migrate_pages mbind set_mempolicy
"""
_NEWER_THAN_SOME_LIBSECCOMP = {  # the same number on every architecture
    "mount_setattr": 442,
    "quotactl_fd": 443,
    "memfd_secret": 447,
    "statmount": 457,
    "listmount": 458,
}
_ALLOWED_FAMILIES = (1, 2, 10)  # AF_UNIX, AF_INET, AF_INET6: a network namespace does not contain some others
_NAMESPACE_FLAGS = (
    kernel.CLONE_NEWNS,
    kernel.CLONE_NEWCGROUP,
    kernel.CLONE_NEWUTS,
    kernel.CLONE_NEWIPC,
    kernel.CLONE_NEWUSER,
    kernel.CLONE_NEWPID,
    kernel.CLONE_NEWNET,
    0x80,  # CLONE_NEWTIME
)
_TERMINAL_INJECTION = (0x5412, 0x541C)  # TIOCSTI, TIOCLINUX
_LOW_32_BITS = 0xFFFFFFFF
_FILE_KIND = 0o170000


def compiled_filter() -> bytes:
    """Return the BPF program. Raises `StartError` where libseccomp is missing."""
    seccomp = _libseccomp()
    refuse = seccomp.ERRNO(errno.EPERM)
    rules = seccomp.SyscallFilter(seccomp.ALLOW)
    for name in _REFUSED.split():
        if (call := _number(seccomp, name)) is not None:
            rules.add_rule(refuse, call)
    rules.add_rule(
        seccomp.ERRNO(errno.ENOSYS), "clone3"
    )  # its flags are out of sight; libc falls back to clone
    for flag in _NAMESPACE_FLAGS:
        rules.add_rule(refuse, "clone", seccomp.Arg(0, seccomp.MASKED_EQ, flag, flag))
    for kind in (stat.S_IFCHR, stat.S_IFBLK):  # a FIFO is nothing but a FIFO
        rules.add_rule(refuse, "mknod", seccomp.Arg(1, seccomp.MASKED_EQ, _FILE_KIND, kind))
        rules.add_rule(refuse, "mknodat", seccomp.Arg(2, seccomp.MASKED_EQ, _FILE_KIND, kind))
    for request in _TERMINAL_INJECTION:
        rules.add_rule(refuse, "ioctl", seccomp.Arg(1, seccomp.MASKED_EQ, _LOW_32_BITS, request))
    for name in ("socket", "socketpair"):
        rules.add_rule(refuse, name, seccomp.Arg(0, seccomp.GT, max(_ALLOWED_FAMILIES)))
        for family in set(range(max(_ALLOWED_FAMILIES))) - set(_ALLOWED_FAMILIES):
            rules.add_rule(refuse, name, seccomp.Arg(0, seccomp.EQ, family))
    with tempfile.TemporaryFile() as file:
        rules.export_bpf(file)
        file.seek(0)
        return file.read()


def _libseccomp() -> ModuleType:
    try:
        import pyseccomp  # loads the shared library when it is imported
    except (ImportError, RuntimeError, OSError) as fault:
        raise StartError(
            "libseccomp is missing; sessions need its filter of system calls.",
            "Install it with the system's package manager, such as `apt-get install libseccomp2`.",
        ) from fault
    module: ModuleType = pyseccomp
    return module


def _number(seccomp: ModuleType, name: str) -> int | None:
    """Return the call's number, or None where this architecture has no such call."""
    try:
        number: int = seccomp.resolve_syscall(seccomp.system_arch(), name)
    except ValueError:
        number = -1
    return number if number >= 0 else _NEWER_THAN_SOME_LIBSECCOMP.get(name)
