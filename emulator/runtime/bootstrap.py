# What runs inside a Python function's process: loads the handler once, then calls it, one event at a time. Jobs come in
# on one descriptor, answers go out on another, as lines of JSON: channel.js. The function shares this process and may
# change any module, so what is needed later is kept here. It runs on Python 3.6 and newer.

import importlib.util
import io
import json
import logging
import os
import sys
import time
import traceback

JOBS = 3
ANSWERS = 4
# A stack is text for people.
MAX_STACK_CHARS = 65536

dumps, loads = json.dumps, json.loads
now = time.perf_counter
read_job = open(JOBS, "rb", closefd=False).readline
write_bytes = os.write
leave = os._exit


def tell(message):
    line = dumps(message).encode("ascii") + b"\n"
    while line:
        line = line[write_bytes(ANSWERS, line) :]


class Counted(io.FileIO):
    """The function's output. The count tells the emulator when it has received everything."""

    written = 0

    def write(self, data):
        written = io.FileIO.write(self, data)
        Counted.written += written or 0
        return written


# One stream for both keeps lines in the order they were written.
output = io.TextIOWrapper(
    io.BufferedWriter(Counted(1, "wb", closefd=False)), encoding="utf-8", errors="backslashreplace", line_buffering=True
)
sys.stdout = sys.stderr = output
logging.basicConfig(stream=output, level=logging.DEBUG, format="%(message)s")


class Peak:
    """The most memory that was resident during one invocation, where Linux lets it be reset; else what is at the end."""

    def __init__(self):
        self.refs = None
        try:
            self.refs = os.open("/proc/self/clear_refs", os.O_WRONLY)
            os.write(self.refs, b"5")
        except OSError:
            self.refs = None

    def reset(self):
        if self.refs is not None:
            os.write(self.refs, b"5")

    def read(self):
        wanted = b"VmRSS:" if self.refs is None else b"VmHWM:"
        try:
            with open("/proc/self/status", "rb") as status:
                for line in status:
                    if line.startswith(wanted):
                        return int(line.split()[1]) * 1024
        except OSError:
            pass
        import resource  # elsewhere than on Linux: the peak since the start

        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


peak = Peak()


def describe(error):
    """Whatever was raised, as text, without the lines about this file."""
    try:
        trace = error.__traceback__
        while trace is not None and is_own(trace.tb_frame.f_code.co_filename):
            trace = trace.tb_next
        return "".join(traceback.format_exception(type(error), error, trace))[:MAX_STACK_CHARS]
    except Exception:
        return "an error that can not be shown"


def is_own(file):
    return file == __file__ or file.startswith("<frozen importlib")


def flush():
    try:
        output.flush()
    except (OSError, ValueError):
        pass  # the function closed it


def measures(started):
    flush()
    return {"durationMs": (now() - started) * 1000, "peakBytes": peak.read(), "writtenBytes": Counted.written}


def set_environment(environment):
    # Measured by name: the shell that started this process adds variables of its own.
    for name in [name for name in os.environ if name not in environment]:
        del os.environ[name]
    os.environ.update(environment)
    time.tzset()


def import_handler(directory, file):
    added = [path for path in os.environ.get("PYTHONPATH", "").split(os.pathsep) if path]
    sys.path[:0] = [directory] + added
    # A name of its own for what lies in a folder, as if the folders were packages.
    name = file[: -len(".py")].replace("/", ".")
    spec = importlib.util.spec_from_file_location(name, os.path.join(directory, file))
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def load(message):
    own_bytes = Peak.read(peak)
    set_environment(message["environment"])
    try:
        module = import_handler(message["directory"], message["file"])
    except Exception as error:
        flush()
        tell({"kind": "unloadable", "stack": describe(error)})
        leave(1)
    handler = getattr(module, message["method"], None)
    if not callable(handler):
        flush()
        why = "HandlerNotFound: %s has no function %s" % (message["file"], message["method"])
        tell({"kind": "refused", "statusCode": 437, "message": why})
        leave(1)
    tell({"kind": "loaded", "ownBytes": own_bytes})
    return handler


def run(handler, context, message):
    peak.reset()
    started = now()
    try:
        value = handler(loads(message["event"]), dict(context, request_id=message["id"]))
        returned = dumps(value, ensure_ascii=False)
        answer = {"kind": "returned", "returned": returned}
    except SystemExit:
        raise  # the function ends its process
    except BaseException as error:
        answer = {"kind": "threw", "stack": describe(error), "fatal": False}
    answer["id"] = message["id"]
    answer.update(measures(started))
    tell(answer)


def main():
    handler = None
    context = {}
    tell({"kind": "started", "pid": os.getpid()})
    for line in iter(read_job, b""):
        message = loads(line.decode("utf-8"))
        if message["kind"] == "load":
            context = dict(message["context"])
            context["environ"] = ";".join("%s=%s" % pair for pair in loads(context["environment"]).items())
            handler = load(message)
        elif message["kind"] == "run":
            run(handler, context, message)
        else:
            tell({"kind": "ready", "nonce": message["nonce"]})
    leave(0)  # the emulator is gone


for descriptor in (JOBS, ANSWERS):
    os.set_inheritable(descriptor, False)
try:
    main()
except SystemExit as ending:
    flush()
    code = ending.code
    if isinstance(code, str):
        print(code)
    leave(code & 255 if isinstance(code, int) else int(code is not None))
