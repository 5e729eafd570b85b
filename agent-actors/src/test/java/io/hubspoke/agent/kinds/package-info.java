// SPDX-License-Identifier: Apache-2.0
@NullMarked
package io.hubspoke.agent.kinds;

import org.jspecify.annotations.NullMarked;
