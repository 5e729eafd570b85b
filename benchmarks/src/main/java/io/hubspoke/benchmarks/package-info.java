// SPDX-License-Identifier: Apache-2.0
/** How fast the hub is, measured from outside. */
@NullMarked
package io.hubspoke.benchmarks;

import org.jspecify.annotations.NullMarked;
