// SPDX-License-Identifier: Apache-2.0
@NullMarked
package io.hubspoke.testkit.contract;

import org.jspecify.annotations.NullMarked;
