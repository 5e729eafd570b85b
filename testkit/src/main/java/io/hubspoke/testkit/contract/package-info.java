// SPDX-License-Identifier: Apache-2.0
/** The contract between the hub and an agent, as tests that an agent's author runs against an agent of theirs. */
@NullMarked
package io.hubspoke.testkit.contract;

import org.jspecify.annotations.NullMarked;
