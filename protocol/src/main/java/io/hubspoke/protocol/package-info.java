// SPDX-License-Identifier: Apache-2.0
/** What the hub and its agents say to each other: pure data, no actor. */
@NullMarked
package io.hubspoke.protocol;

import org.jspecify.annotations.NullMarked;
