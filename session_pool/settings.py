"""All limits of the pool in one place."""

from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

MB = 1024 * 1024


class PoolSettings(BaseModel):
    """How the pool serves and what a session may use. Sizes are in bytes, times in seconds."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    token: str = Field(min_length=1, repr=False, description="Bearer token that every request must carry.")
    host: str = Field("127.0.0.1", description="Address to listen on.")
    port: int = Field(0, ge=0, le=65535, description="Port to listen on; 0 takes a free one.")
    tls_cert: Path | None = Field(None, description="Certificate chain to serve HTTPS with.")
    tls_key: Path | None = Field(None, description="Private key of the certificate.")
    environment: Path = Field(
        Path(__file__).parent.parent / ".session-env",
        description="Virtual environment whose packages sessions can import.",
    )
    preload: tuple[str, ...] = Field(
        ("numpy", "pandas", "matplotlib.pyplot"), description="Modules imported once, before any session."
    )
    max_sessions: int = Field(100, ge=1, le=600, description="Sessions held at once.")
    ready_sessions: int = Field(2, ge=0, le=50, description="Started sessions that wait for an identifier.")
    cooldown_seconds: float = Field(300, ge=1, description="A session ends this long after its last call.")
    run_seconds: float = Field(220, gt=0, description="Longest run.")
    grace_seconds: float = Field(
        1, ge=0, le=10, description="Time between the interrupt at the limit and the end of the session."
    )
    output_bytes: int = Field(4 * MB, ge=1, description="Kept of each of stdout and stderr.")
    output_hard_bytes: int = Field(256 * MB, ge=1, description="A run that writes more than this is stopped.")
    value_bytes: int = Field(4 * MB, ge=1, description="Largest text of a value or error.")
    figure_bytes: int = Field(64 * MB, ge=1, description="All figures of one run together.")
    figures: int = Field(64, ge=1, description="Figures kept of one run.")
    upload_bytes: int = Field(128 * MB, ge=1, description="Largest upload.")
    memory_bytes: int = Field(2048 * MB, ge=128 * MB, description="Memory of all a session's processes.")
    data_bytes: int = Field(512 * MB, ge=1, description="Size of a session's /mnt/data.")
    data_files: int = Field(10_000, ge=16, description="Files and folders in a session's /mnt/data.")
    scratch_bytes: int = Field(256 * MB, ge=1, description="Size of each of /tmp, /dev/shm and home.")
    processes: int = Field(256, ge=16, description="Processes and threads of one session.")
    cpus: float = Field(
        0, ge=0, description="Cores that a session can keep busy at most; 0 for all there are."
    )
    cgroup_root: Path = Field(
        Path("/sys/fs/cgroup"),
        description="Where control groups are mounted; in an empty folder the supervisor limits alone.",
    )
    descriptors: int = Field(1024, ge=64, description="Open files of one process.")
    niceness: int = Field(0, ge=0, le=19, description="How far sessions stand back for the server.")
