// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.app.report;

/** How data is written to stdout. */
public enum OutputFormat {
    text,
    /** A list is an array, one thing an object. */
    json,
    /** One object a line. */
    jsonl
}
