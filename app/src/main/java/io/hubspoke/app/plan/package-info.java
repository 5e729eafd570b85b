// SPDX-License-Identifier: Apache-2.0
/** The plan file: YAML in, a {@link io.hubspoke.app.plan.Plan} or all that is wrong with it out. */
@NullMarked
package io.hubspoke.app.plan;

import org.jspecify.annotations.NullMarked;
