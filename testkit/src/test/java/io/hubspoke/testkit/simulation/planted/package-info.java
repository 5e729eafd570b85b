// SPDX-License-Identifier: Apache-2.0
/** Does the simulation bite? Faults planted in production code, which it must find. */
@NullMarked
package io.hubspoke.testkit.simulation.planted;

import org.jspecify.annotations.NullMarked;
