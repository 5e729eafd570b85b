// SPDX-License-Identifier: Apache-2.0
/** The documents and examples say what is true: their tables are compared with the code, and their snippets are run. */
@NullMarked
package io.hubspoke.app.docs;

import org.jspecify.annotations.NullMarked;
