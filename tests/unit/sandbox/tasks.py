"""Tasks that misbehave, run in the sandbox by the tests."""

import ctypes
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any

from shared.errors import Encrypted
from shared.sandboxed import beat, out_of_time


def task(data: bytes, arguments: dict[str, Any]) -> Iterator[bytes]:  # noqa: PLR0912, PLR0915 - a table of misbehaviours
    """Do what `arguments["do"]` says."""
    match arguments["do"]:
        case "echo":
            yield data
            yield str(os.getpid()).encode()
        case "print":
            print("a library's chatter")
            sys.stdout.flush()
            yield b"clean"
        case "encrypted":
            raise Encrypted
        case "bug":
            raise KeyError("机密")
        case "loop":
            while True:
                pass
        case "read in time":
            while not out_of_time():
                beat()
            yield b"what was read"
        case "stall":
            time.sleep(1000)
        case "beating":
            for _ in range(int(arguments["beats"])):
                time.sleep(0.05)
                beat()
            yield b"done"
        case "segfault":
            ctypes.string_at(0)
        case "allocate":
            hoard = []
            while True:
                hoard.append(bytearray(b"x") * (16 << 20))
        case "allocate at once":
            yield bytes(8 << 30)
        case "print much":
            while True:
                yield bytes(1 << 20)
        case "connect":
            try:
                socket.create_connection(("127.0.0.1", int(arguments["port"])), timeout=5).close()
                yield b"connected"
            except OSError as error:
                yield type(error).__name__.encode()
        case "files":
            opened = []
            while True:
                opened.append(os.open(os.devnull, os.O_RDONLY))
        case "grandchild":
            child = subprocess.Popen(["sleep", "1000"])
            yield str(child.pid).encode()
            time.sleep(1000)
        case "convert, then work":
            subprocess.run(["/bin/sh", "-c", "ulimit -t 1; while :; do :; done"], check=False)
            begun = time.process_time()
            while time.process_time() < begun + 0.9:
                pass
            yield b"done"
        case "environment":
            yield "\n".join(os.environ).encode()
            yield os.getcwd().encode()
