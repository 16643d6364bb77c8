"""Does what run.js does: runs one event, and prints the milliseconds of CPU on standard error."""

import importlib
import json
import resource
import sys

module, event = sys.argv[1:]
importlib.import_module(module).handler(json.loads(event), None)
usage = resource.getrusage(resource.RUSAGE_SELF)
print((usage.ru_utime + usage.ru_stime) * 1000, file=sys.stderr)
