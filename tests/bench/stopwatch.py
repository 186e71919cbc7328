"""Starts a program, waits for its end, and prints its milliseconds, its peak of memory in MB (0: unknown) and its exit.

A process of its own, and a small one: a system that copies a large process to start another counts that as memory.
"""

import os
import subprocess
import sys
import time
from pathlib import Path

if __name__ == "__main__":
    start = time.perf_counter()
    with (
        Path(sys.argv[1]).open("wb") as said,
        subprocess.Popen(sys.argv[2:], stderr=subprocess.STDOUT, stdout=said) as process,
    ):
        peak = 0.0
        if hasattr(os, "wait4"):
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            # Linux counts in kilobytes, macOS in bytes.
            peak = usage.ru_maxrss / (1024 * 1024 if sys.platform == "darwin" else 1024)
        else:
            process.wait()
    print((time.perf_counter() - start) * 1000, peak, process.returncode)
