#!/usr/bin/env python3
"""Holds `nilometer parse` against the reference readings of real harness output, format by format.

    formats.py NILOMETER

The samples are not part of the project. They are looked for in the folder that NILOMETER_SHARED names, else in `shared`
beside the checkout; where there are none, the line says that the check was skipped.
"""
import os
import re
import subprocess
import sys

root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
shared = os.environ.get("NILOMETER_SHARED") or os.path.join(os.path.dirname(root), "shared")
checker = os.path.join(shared, "tools", "check_formats.py")
samples = os.path.join(shared, "data", "formats")
fixtures = os.path.join(root, "Tests", "NilometerFormatsTests", "Fixtures")


def main():
    if not (os.path.exists(checker) and os.path.isdir(samples)):
        print(f"skipped: real output of harnesses is not read, there is no {checker}")
        return 0
    formats = [name for name in sorted(os.listdir(fixtures)) if os.path.exists(os.path.join(samples, name, "EXPECTED.json"))]
    failed = 0
    for way, flags in (("named", []), ("recognised", ["--auto"])):
        run = subprocess.run(
            [sys.executable, checker, sys.argv[1], samples, *formats, *flags], capture_output=True, text=True, timeout=600
        )
        rows = re.findall(r"^(\S+) +files +(\d+) rows +(\d+) mismatches (\d+)$", run.stdout, re.M)
        for name, files, count, mismatches in rows:
            good = mismatches == "0" and count != "0"
            failed += not good
            print(f"{'ok' if good else 'FAIL'} {name}, {way}: {files} files, {count} rows, {mismatches} mismatches")
        missing = set(formats) - {row[0] for row in rows}
        if missing or not rows:
            failed += 1
            print(f"FAIL {way}: no result for {', '.join(sorted(missing)) or 'any format'}\n{run.stdout}{run.stderr}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
