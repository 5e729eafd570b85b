// SPDX-License-Identifier: Apache-2.0
@NullMarked
package io.hubspoke.app.run;

import org.jspecify.annotations.NullMarked;
