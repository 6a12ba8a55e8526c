#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Says after a test run what ran, failed and was skipped, and why.

Reads the JUnit file that ctest writes. The functions of a Qt Test are counted one by one, any other test counts as one.
Fails when something failed, and when a test was skipped for a reason that the list of allowed skips does not hold.
The last line is always "N passed, N failed, N skipped".
"""
import argparse
import fnmatch
import re
import sys
import xml.etree.ElementTree as xml

TOTALS = re.compile(r"^Totals: (\d+) passed, (\d+) failed, (\d+) skipped", re.MULTILINE)
PASS = re.compile(r"^PASS   : ", re.MULTILINE)
FAIL = re.compile(r"^(?:FAIL!|XPASS)\s+: (.*)$", re.MULTILINE)
SKIP = re.compile(r"^SKIP\s+: (.*)$", re.MULTILINE)


def split_line(line):
    """ "TestX::function(row) reason" as ("TestX::function(row)", "reason"); rows and reasons may hold parentheses."""
    depth = 0
    for index, character in enumerate(line):
        depth += {"(": 1, ")": -1}.get(character, 0)
        if character == ")" and depth == 0:
            return line[: index + 1], line[index + 1 :].strip()
    function, _, rest = line.partition(")")
    return function + ")", rest.strip()


class Report:
    def __init__(self):
        self.passed = 0
        self.failed = []  # names
        self.skipped = []  # (name, reason)

    def add(self, case):
        """One entry of ctest: a program with many functions, or one check."""
        name = case.get("name")
        status = case.get("status")
        output = case.findtext("system-out") or ""
        message = " ".join(element.get("message", "") for element in case if element.tag in ("failure", "skipped")).strip()
        if status == "disabled" or message.startswith("SKIP_"):
            self.skipped.append((name, message or "disabled"))
            return
        totals = TOTALS.findall(output)
        self.passed += sum(int(passed) for passed, _, _ in totals) if totals else len(PASS.findall(output))
        self.skipped += [(f"{name}: {function}", reason or "no reason given") for function, reason in map(split_line, SKIP.findall(output))]
        failures = [f"{name}: {split_line(line)[0]}" for line in FAIL.findall(output)]
        if status == "run":
            if not totals:
                self.passed += 1
        elif not failures or not totals:  # it crashed, ran too long, or could not be started
            failures.append(f"{name}: {message or 'it crashed, ran too long, or ended with an error'}")
        self.failed += failures

    def print_skips(self):
        by_reason = {}
        for name, reason in self.skipped:
            by_reason.setdefault(reason, []).append(name)
        for reason, names in sorted(by_reason.items(), key=lambda item: (-len(item[1]), item[0])):
            print(f"skipped: {len(names)} × {reason} ({', '.join(names)})")


def read_allowed(path):
    """Rows "test | reason | why"; the first two are shell patterns."""
    rows = []
    with open(path, encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            line = line.strip()
            if not line or line.startswith("#"):
                continue
            fields = [field.strip() for field in line.split("|")]
            if len(fields) != 3 or not all(fields):
                sys.exit(f"{path}:{number}: a row is 'test | reason | why'")
            rows.append(fields)
    return rows


def may_skip(allowed, name, reason):
    return any(fnmatch.fnmatchcase(name, test) and fnmatch.fnmatchcase(reason, pattern) for test, pattern, _ in allowed)


def main():
    parser = argparse.ArgumentParser(description="Says what ran, failed and was skipped, and why.")
    parser.add_argument("junit", help="the file that ctest --output-junit wrote")
    parser.add_argument("--allowed-skips", required=True, help="rows 'test | reason | why' of skips that are no failure")
    options = parser.parse_args()
    allowed = read_allowed(options.allowed_skips)
    try:
        cases = list(xml.parse(options.junit).getroot().iter("testcase"))
    except (OSError, xml.ParseError) as error:
        sys.exit(f"the results of the tests cannot be read: {error}")

    report = Report()
    for case in cases:
        report.add(case)
    print(f"tests: {report.passed + len(report.failed)} functions ran in {len(cases)} programs")
    for name in report.failed:
        print(f"failed: {name}")
    report.print_skips()
    forbidden = [(name, reason) for name, reason in report.skipped if not may_skip(allowed, name, reason)]
    for name, reason in forbidden:
        print(f'must run: {name} was skipped: "{reason}" Give it what it needs, or allow the skip in {options.allowed_skips}.')
    if not cases:
        print("no test ran")
    print(f"{report.passed} passed, {len(report.failed)} failed, {len(report.skipped)} skipped")
    return 1 if report.failed or forbidden or not cases else 0


if __name__ == "__main__":
    sys.exit(main())
