/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.view;

import java.nio.file.Path;

/**
 * A directory of the host that a datum sees, read-only, at another place.
 *
 * @param target absolute; where the host has nothing, its parents are made up for the datum
 */
public record ViewMount(Path source, Path target) {}
