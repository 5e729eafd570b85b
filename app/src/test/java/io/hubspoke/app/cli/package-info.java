// SPDX-License-Identifier: Apache-2.0
@NullMarked
package io.hubspoke.app.cli;

import org.jspecify.annotations.NullMarked;
