# SPDX-License-Identifier: GPL-3.0-or-later
"""The report after a test run: what it counts, how it groups skips, and that a test that must run may not be skipped."""
import pathlib
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]

GOOD = """<testcase name="tst_good" status="run"><system-out>PASS   : Good::initTestCase()
PASS   : Good::one()
Totals: 2 passed, 0 failed, 0 skipped, 0 blacklisted, 1ms
</system-out></testcase>"""
SKIPPING = """<testcase name="tst_parts" status="run"><system-out>SKIP   : Parts::rows(a (small) row) no GPU (really)
   Loc: [parts.cpp(1)]
SKIP   : Parts::onTheGpu() no GPU (really)
Totals: 3 passed, 0 failed, 2 skipped, 0 blacklisted, 1ms
</system-out></testcase>"""
FAILING = """<testcase name="tst_bad" status="fail"><failure message=""/><system-out>FAIL!  : Bad::two(row) Compared values are not the same
XPASS  : Bad::three() unexpectedly
Totals: 1 passed, 2 failed, 0 skipped, 0 blacklisted, 1ms
</system-out></testcase>"""
CRASHED = """<testcase name="tst_crash" status="fail"><failure message=""/><system-out>PASS   : Crash::one()
Received signal 11
</system-out></testcase>"""
ENDED_BADLY = """<testcase name="tst_exit" status="fail"><failure message=""/><system-out>
Totals: 4 passed, 0 failed, 0 skipped, 0 blacklisted, 1ms
</system-out></testcase>"""
CHECK = '<testcase name="a_check" status="run"><system-out>whatever</system-out></testcase>'
ABSENT = '<testcase name="tst_absent" status="notrun"><skipped message="Unable to find executable"/></testcase>'
DISABLED = '<testcase name="tst_off" status="disabled"><system-out>Disabled</system-out></testcase>'


class Report(unittest.TestCase):
    def report(self, *cases, allowed=""):
        with tempfile.TemporaryDirectory() as folder:
            results = pathlib.Path(folder, "results.xml")
            results.write_text("<testsuite>" + "".join(cases) + "</testsuite>")
            rows = pathlib.Path(folder, "allowed.txt")
            rows.write_text(allowed)
            run = subprocess.run(
                [sys.executable, ROOT / "installer/linux/test_report.py", results, "--allowed-skips", rows], capture_output=True, text=True
            )
        return run.returncode, run.stdout.splitlines(), run.stderr

    def test_counts_functions_and_checks(self):
        code, lines, _ = self.report(GOOD, CHECK)
        self.assertEqual((code, lines[-1]), (0, "3 passed, 0 failed, 0 skipped"))

    def test_failures_are_named(self):
        code, lines, _ = self.report(GOOD, FAILING, CRASHED, ENDED_BADLY, ABSENT)
        self.assertEqual((code, lines[-1]), (1, "8 passed, 5 failed, 0 skipped"))
        self.assertIn("failed: tst_bad: Bad::two(row)", lines)
        self.assertIn("failed: tst_bad: Bad::three()", lines)
        self.assertTrue(any(line.startswith("failed: tst_crash: it crashed") for line in lines))
        self.assertTrue(any(line.startswith("failed: tst_exit: ") for line in lines))
        self.assertIn("failed: tst_absent: Unable to find executable", lines)

    def test_allowed_skips_are_grouped_by_reason(self):
        code, lines, _ = self.report(SKIPPING, allowed="# a comment\ntst_parts: Parts::* | no GPU* | needs one\n")
        self.assertEqual((code, lines[-1]), (0, "3 passed, 0 failed, 2 skipped"))
        self.assertIn("skipped: 2 × no GPU (really) (tst_parts: Parts::rows(a (small) row), tst_parts: Parts::onTheGpu())", lines)

    def test_a_test_that_must_run_may_not_be_skipped(self):
        for allowed in ("", "tst_parts: Parts::onTheGpu() | no GPU* | one of both", "tst_parts: * | no locale | another reason"):
            code, lines, _ = self.report(GOOD, SKIPPING, allowed=allowed)
            self.assertEqual((code, lines[-1]), (1, "5 passed, 0 failed, 2 skipped"))
            self.assertTrue(any(line.startswith('must run: tst_parts: Parts::rows(a (small) row) was skipped: "no GPU (really)"') for line in lines))

    def test_a_disabled_program_is_a_skip(self):
        code, lines, _ = self.report(GOOD, DISABLED)
        self.assertEqual((code, lines[-1]), (1, "2 passed, 0 failed, 1 skipped"))

    def test_nothing_ran(self):
        code, lines, _ = self.report()
        self.assertEqual((code, lines[-1]), (1, "0 passed, 0 failed, 0 skipped"))

    def test_a_row_without_reason_is_refused(self):
        code, _, errors = self.report(GOOD, allowed="tst_parts | no GPU\n")
        self.assertEqual(code, 1)
        self.assertIn("allowed.txt:1: a row is 'test | reason | why'", errors)


if __name__ == "__main__":
    unittest.main()
