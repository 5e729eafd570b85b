// SPDX-License-Identifier: Apache-2.0
@NullMarked
package io.hubspoke.agent;

import org.jspecify.annotations.NullMarked;
