// SPDX-License-Identifier: Apache-2.0
/** The example does what it says. */
@NullMarked
package io.hubspoke.examples.embedded;

import org.jspecify.annotations.NullMarked;
