// SPDX-License-Identifier: Apache-2.0
/**
 * Whole projects in one thread from one seed: the production actors with simulated time, disk, network, agents and
 * operators, under faults, judged by an independent model.
 */
@NullMarked
package io.hubspoke.testkit.simulation;

import org.jspecify.annotations.NullMarked;
