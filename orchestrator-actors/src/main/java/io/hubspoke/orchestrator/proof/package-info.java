// SPDX-License-Identifier: Apache-2.0
/** Proof that a journal is what was written: verification, signed heads, exports, and journals made from others. */
@NullMarked
package io.hubspoke.orchestrator.proof;

import org.jspecify.annotations.NullMarked;
