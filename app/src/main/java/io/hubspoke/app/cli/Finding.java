// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.app.cli;

/**
 * What the doctor found.
 *
 * @param id what was looked at
 * @param sentence the fact when it is in order, else the mend
 */
record Finding(String id, boolean ok, String sentence) {}
