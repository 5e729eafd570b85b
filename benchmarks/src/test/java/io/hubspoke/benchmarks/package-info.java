// SPDX-License-Identifier: Apache-2.0
/** The benchmark's own logic: what it computes, writes, draws and judges. */
@NullMarked
package io.hubspoke.benchmarks;

import org.jspecify.annotations.NullMarked;
