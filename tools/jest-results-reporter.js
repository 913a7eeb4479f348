'use strict';
const fs = require('node:fs');
const path = require('node:path');

/**
 * Writes how many tests passed, failed and were skipped, so that the verify run
 * can add the suites up (nx restores the file along with a cached test run).
 */
class ResultsReporter {
  constructor(globalConfig, options) {
    this.file = path.resolve(globalConfig.rootDir, options.file);
  }

  onRunComplete(_contexts, results) {
    fs.mkdirSync(path.dirname(this.file), { recursive: true });
    fs.writeFileSync(
      this.file,
      JSON.stringify({
        passed: results.numPassedTests,
        failed: results.numFailedTests + results.numRuntimeErrorTestSuites,
        skipped: results.numPendingTests,
      }) + '\n',
    );
  }
}

module.exports = ResultsReporter;
