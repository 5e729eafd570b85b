// SPDX-License-Identifier: Apache-2.0
/** What the rules, the codec and the hash cost by themselves; and whether the rules' cost grows with the queue. */
@NullMarked
package io.hubspoke.benchmarks.rules;

import org.jspecify.annotations.NullMarked;
