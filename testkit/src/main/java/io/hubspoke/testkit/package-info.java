// SPDX-License-Identifier: Apache-2.0
/** What users test their agents and protocols with. */
@NullMarked
package io.hubspoke.testkit;

import org.jspecify.annotations.NullMarked;
