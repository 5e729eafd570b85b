// SPDX-License-Identifier: Apache-2.0
@NullMarked
package io.hubspoke.app.audit;

import org.jspecify.annotations.NullMarked;
