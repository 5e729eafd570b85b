// SPDX-License-Identifier: Apache-2.0
/** Works a plan off: starts the hub and its agents in this process, follows what happens, and says how it ended. */
@NullMarked
package io.hubspoke.app.run;

import org.jspecify.annotations.NullMarked;
