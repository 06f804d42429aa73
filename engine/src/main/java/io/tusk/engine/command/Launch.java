/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.command;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A process to start.
 *
 * @param environment all of it, of the first process
 * @param announced whether the first line of output that equals the marker says that the view
 *     stands; what comes before it is the host's complaint
 */
record Launch(
    List<String> command, Map<String, String> environment, Path directory, boolean announced) {}
